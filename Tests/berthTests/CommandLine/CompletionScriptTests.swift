import BerthHost
import Testing

@testable import berth

struct CompletionScriptTests {
    let script = CompletionScript(commands: Command.all)

    @Test(arguments: CompletionScript.Shell.allCases)
    func everyCommandAndOptionIsThere(_ shell: CompletionScript.Shell) {
        let text = script.text(for: shell)
        for command in Command.all {
            for word in command.words { #expect(text.contains(word), "\(word)") }
            for option in command.options {
                #expect(text.contains(shell == .fish ? "-l \(option.name)" : "--\(option.name)"), "\(option.name)")
            }
        }
    }

    /// What bash itself would put there.
    @Test(arguments: [
        (["berth", "co"], ["codemeta", "completion", "config", "convert"]),
        (["berth", "config", ""], ["check", "show"]),
        (["berth", "convert", "--to", ""], ["json", "xml", "yaml"]), (["berth", "sessions", "--ph"], ["--phase"]),
        (["berth", "completion", "z"], ["zsh"]), (["berth", "serve", "--st"], ["--state-dir"]),
    ])
    func bashCompletes(_ words: [String], _ expected: [String]) async throws {
        let folder = try TemporaryFolder()
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let test = """
            \(script.text(for: .bash))
            COMP_WORDS=(\(quoted)); COMP_CWORD=\(words.count - 1); _berth; printf '%s\\n' "${COMPREPLY[@]}"
            """
        let file = try folder.write("test.bash", test)
        var bash = BerthHost.Command(["/bin/bash", file])
        bash.directory = folder.path
        let said = try await bash.run()
        let found = said.text.split(separator: "\n").map(String.init)
        #expect(found.sorted() == expected)
    }

    @Test func fishAndZshDescribe() {
        let fish = script.text(for: .fish)
        #expect(
            fish.contains("-a accept -d 'Accept an offer: it runs, and the other offers of its answer are given back.'")
        )
        #expect(
            fish.contains("'__fish_seen_subcommand_from convert' -l to -x -a 'json yaml xml' -d 'The syntax to write.'")
        )
        let zsh = script.text(for: .zsh)
        #expect(zsh.contains("'accept:Accept an offer\\: it runs, and the other offers of its answer are given back.'"))
        #expect(zsh.contains("'--to[The syntax to write.]:value:(json yaml xml)'"))
    }
}
