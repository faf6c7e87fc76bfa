/// Scripts that teach a shell the commands and their options, made from the table of commands.
struct CompletionScript: Sendable {
    enum Shell: String, Sendable, CaseIterable { case bash, zsh, fish }

    let commands: [Command]

    func text(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    /// First words, each once, in the order of the table.
    private var firstWords: [String] {
        var seen: Set<String> = []
        return commands.map { $0.words[0] }.filter { seen.insert($0).inserted }
    }

    private func secondWords(after first: String) -> [String] {
        commands.filter { $0.words.count == 2 && $0.words[0] == first }.map { $0.words[1] }
    }

    // MARK: bash

    private var bash: String {
        """
        # Completion of berth for bash: source <(berth completion bash)
        _berth() {
            local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
            local command=${COMP_WORDS[1]} words='' values=''
            COMPREPLY=()
            if [ "$COMP_CWORD" -eq 1 ]; then
                COMPREPLY=($(compgen -W '\(firstWords.joined(separator: " "))' -- "$word"))
                return
            fi
            case "$command $before" in
        \(bashValues)
            esac
            if [ -n "$values" ]; then
                COMPREPLY=($(compgen -W "$values" -- "$word"))
                return
            fi
            case "$command" in
        \(bashWords)
            esac
            case "$word" in
            -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
            *) COMPREPLY=($(compgen -f -- "$word")) ;;
            esac
        }
        complete -o filenames -F _berth berth

        """
    }

    private var bashValues: String {
        var lines: [String] = []
        for command in commands {
            let first = command.words[0]
            for option in command.options {
                guard case .words(let words) = option.value else { continue }
                lines.append("    '\(first) --\(option.name)') values='\(words.joined(separator: " "))' ;;")
            }
            if command.words.count == 1, case .words(let words)? = command.arguments.first?.kind {
                lines.append("    '\(first) \(first)') values='\(words.joined(separator: " "))' ;;")
            }
        }
        for first in firstWords where !secondWords(after: first).isEmpty {
            lines.append(
                "    '\(first) \(first)') values='\(secondWords(after: first).joined(separator: " "))' ;;")
        }
        return lines.joined(separator: "\n")
    }

    private var bashWords: String {
        firstWords.map { first in
            var seen: Set<String> = []
            let options = commands.filter { $0.words[0] == first }.flatMap(\.options).map { "--" + $0.name }
            let words = options.filter { seen.insert($0).inserted }.joined(separator: " ")
            return "    \(first)) words='\(words)' ;;"
        }.joined(separator: "\n")
    }

    // MARK: zsh

    private var zsh: String {
        var lines = [
            "#compdef berth", "# Completion of berth for zsh: source <(berth completion zsh)", "_berth() {",
            "    local -a commands", "    commands=(",
        ]
        for first in firstWords {
            let summary = commands.first { $0.words[0] == first }?.summary ?? ""
            lines.append("        '\(first):\(Self.zshQuoted(summary))'")
        }
        lines += [
            "    )", "    if (( CURRENT == 2 )); then", "        _describe command commands", "        return",
            "    fi",
            "    case $words[2] in",
        ]
        for first in firstWords {
            lines.append("    \(first))")
            lines.append("        _arguments \\")
            var specifications: [String] = []
            let group = commands.filter { $0.words[0] == first }
            var seen: Set<String> = []
            for option in group.flatMap(\.options) where seen.insert(option.name).inserted {
                specifications.append("            '\(Self.zshOption(option))'")
            }
            let second = secondWords(after: first)
            if !second.isEmpty { specifications.append("            '2:command:(\(second.joined(separator: " ")))'") }
            specifications.append("            '*:argument:\(Self.zshArgument(group.last?.arguments.first))'")
            lines.append(specifications.joined(separator: " \\\n"))
            lines.append("        ;;")
        }
        lines += ["    esac", "}", "(( $+functions[compdef] )) && compdef _berth berth"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func zshOption(_ option: CommandOption) -> String {
        let text = "--\(option.name)[\(zshQuoted(option.summary))]"
        switch option.value {
        case .none: return text
        case .text(let word), .number(let word, _): return "\(text):\(word): "
        case .file(let word): return "\(text):\(word):_files"
        case .folder(let word): return "\(text):\(word):_files -/"
        case .words(let words): return "\(text):value:(\(words.joined(separator: " ")))"
        }
    }

    private static func zshArgument(_ argument: CommandArgument?) -> String {
        switch argument?.kind {
        case .words(let words): "(\(words.joined(separator: " ")))"
        case .file: "_files"
        default: " "
        }
    }

    private static func zshQuoted(_ text: String) -> String {
        var quoted = ""
        for character in text {
            switch character {
            case "'": quoted += "'\\''"
            case "[", "]", ":": quoted += "\\\(character)"
            default: quoted.append(character)
            }
        }
        return quoted
    }

    // MARK: fish

    private var fish: String {
        var lines = ["# Completion of berth for fish: berth completion fish | source"]
        let all = firstWords.joined(separator: " ")
        for first in firstWords {
            let summary = commands.first { $0.words[0] == first }?.summary ?? ""
            lines.append(
                "complete -c berth -f -n 'not __fish_seen_subcommand_from \(all)' -a \(first) -d "
                    + "'\(Self.fish(summary))'"
            )
            let isChosen = "__fish_seen_subcommand_from \(first)"
            for second in secondWords(after: first) {
                lines.append("complete -c berth -f -n '\(isChosen)' -a \(second)")
            }
            let group = commands.filter { $0.words[0] == first }
            var seen: Set<String> = []
            for option in group.flatMap(\.options) where seen.insert(option.name).inserted {
                lines.append("complete -c berth -n '\(isChosen)' \(Self.fishOption(option))")
            }
            if case .words(let words)? = group.last?.arguments.first?.kind {
                lines.append("complete -c berth -f -n '\(isChosen)' -a '\(words.joined(separator: " "))'")
            }
            if case .file? = group.last?.arguments.first?.kind {
                lines.append("complete -c berth -F -n '\(isChosen)'")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func fishOption(_ option: CommandOption) -> String {
        var text = "-l \(option.name)"
        if let short = option.short { text += " -s \(short)" }
        switch option.value {
        case .none: break
        case .text, .number: text += " -x"
        case .file: text += " -r -F"
        case .folder: text += " -x -a '(__fish_complete_directories)'"
        case .words(let words): text += " -x -a '\(words.joined(separator: " "))'"
        }
        return text + " -d '\(fish(option.summary))'"
    }

    private static func fish(_ text: String) -> String {
        text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    }
}
