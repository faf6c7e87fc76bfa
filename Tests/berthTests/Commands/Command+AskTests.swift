import BerthBroker
import BerthDocument
import BerthModel
import BerthService
import Testing

@testable import berth

struct CommandAskTests {
    @Test func yesIsATableOfOffers() async throws {
        try await Desk.during { desk in
            let run = await desk.berth("ask", try desk.task("exit", "0"))
            #expect(run.code == .success)
            let lines = run.output.split(separator: "\n").map(String.init)
            try #require(lines.count == 3)
            #expect(lines[0].hasPrefix("YES, 1 offer, held until "))
            #expect(lines[1].split(separator: " ") == ["#", "starts", "for", "cores", "memory", "identifier"])
            #expect(lines[2].hasPrefix("1  "))
            #expect(lines[2].contains("  1 core  1 GiB  "))
            #expect(
                run.error == """
                    Take one: berth accept 1. Nothing runs before you do; until then the offer holds the resources. \
                    Let go: berth reject 1.

                    """)
        }
    }

    /// The same name that is not there is told in the same way by every command.
    @Test(arguments: [
        ["ask", "TASK", "--platform"], ["ask", "TASK", "--without"], ["why", "TASK", "--platform"],
        ["platforms"],
    ])
    func aPlatformThatIsNotThere(_ words: [String]) async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0")
            let run = await CapturedRun.berth(
                words.map { $0 == "TASK" ? task : $0 } + ["nix"], environment: desk.environment)
            #expect(run.code == .gone)
            #expect(run.error.contains("There is no platform nix"))
        }
    }

    @Test func noSaysWhyAndWhatWouldDo() async throws {
        try await Desk.during { desk in
            let run = await desk.berth("ask", try desk.task(cores: 64))
            #expect(run.code == .no)
            #expect(
                run.output == """
                    NO, for 1 reason.

                    Not possible here
                      compute.cores.min: 64 cores are wanted, this platform has 4.
                          wanted: 64 cores; available: 4 cores
                          could be changed by: the site

                    What was tried and would be a yes
                      1  compute.cores.min=4  (desk)

                    """)
        }
    }

    @Test func aChangeIsMadeWrittenAndAskedAgain() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0", cores: 64)
            let run = await desk.berth("ask", task, "--apply", "1")
            #expect(run.code == .success)
            #expect(run.output.hasPrefix("YES, 1 offer"))
            let changed = try InputDocument("\(desk.folder.path)/task.changed.yaml").document
            #expect(changed.value(at: ["compute", "cores", "min"])?.scalarText == "4")
            #expect(
                run.error.contains("Change 1: compute.cores.min=4. Written to \(desk.folder.path)/task.changed.yaml."))
            #expect(try InputDocument(task).document.value(at: ["compute", "cores", "min"])?.scalarText == "64")
            let again = await desk.berth("ask", "\(desk.folder.path)/task.changed.yaml", "--apply", "1")
            #expect(again.code == .usage)
            #expect(again.error.contains("there is nothing to change"))
            let missing = await desk.berth("ask", task, "--apply", "7", "--output", "\(desk.folder.path)/x.yaml")
            #expect(missing.error.contains("There is no change 7; the answer has 1."))
            #expect(!LocalFile.exists("\(desk.folder.path)/x.yaml"))
        }
    }

    @Test func variationsLeaveTheFileAlone() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0", cores: 64)
            let run = await desk.berth("ask", task, "--set", "compute.cores.min=2", "--unset", "executable.command")
            #expect(run.code == .success)
            #expect(run.output.contains("  2 cores  "))
            #expect(await desk.berth("ask", task, "--set", "compute.cores").code == .usage)
            #expect(await desk.berth("ask", task, "--output", "x").code == .usage)
        }
    }

    @Test func platformsAreChosenByName() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0")
            #expect(await desk.berth("ask", task, "--platform", "desk").code == .success)
            let none = await desk.berth("ask", task, "--without", "desk")
            #expect(none.code == .no)
            #expect(none.output.contains("No platform is left to ask."))
            let unknown = await desk.berth("ask", task, "--platform", "a b&c")
            #expect(unknown.error.contains("There is no platform a b&c; there are desk."))
        }
    }

    @Test func programsGetTheDocument() async throws {
        try await Desk.during { desk in
            for (option, syntax) in [("--json", Syntax.json), ("--yaml", .yaml)] {
                let run = await desk.berth("ask", try desk.task("exit", "0"), option)
                let document = try Document.read(Array(run.output.utf8), as: syntax)
                #expect(document["result"]?.text == "YES")
                #expect(run.error.isEmpty)
            }
            let refused = await desk.berth("ask", try desk.task(cores: 64), "--json")
            #expect(refused.code == .no)
            #expect(try Document.read(Array(refused.output.utf8), as: .json)["result"]?.text == "NO")
        }
    }

    @Test func whatComesLateIsShownLater() async throws {
        let quick: (inout BrokerSettings) -> Void = { $0.answerTime = TimeSpan(milliseconds: 20) }
        try await Desk.during(quick) { desk in
            let nothing = await desk.berth("ask", "--late")
            #expect(nothing.code == .gone)
            #expect(
                nothing.error.contains("No answer of \(desk.url) is remembered; ask first: berth ask FILE."))
            let run = await desk.berth("ask", try desk.task("think", "wait"))
            #expect(run.code == .silence)
            #expect(run.output.contains("desk gave no answer: desk has not answered within PT0.02S."))
            #expect(
                run.error == "Not all have answered: berth ask --late shows what they say in the next moments.\n")
            #expect(await desk.berth("ask", "--late").code == .silence)
            desk.platform.speak()
            var late = await desk.berth("ask", "--late")
            let end = ContinuousClock.now + .seconds(20)
            while late.code == .silence, ContinuousClock.now < end { late = await desk.berth("ask", "--late") }
            #expect(late.code == .success)
            #expect(late.output.hasPrefix("YES, 1 offer, held until "))
            #expect(await desk.berth("accept", "1").code == .success)
            let over = await desk.berth("ask", "--late")
            #expect(over.code == .gone)
            #expect(over.error.contains("None of its 1 offers can be accepted any more"))
            #expect(await desk.berth("ask", "--late", "--json").code == .success)
        }
    }

    @Test(arguments: [
        (["--late", "x.yaml"], "--late shows the last answer and takes nothing beside it."),
        (["--late", "--enough", "1"], "--late shows the last answer and takes nothing beside it."),
        (["--from", "x", "--late"], "--from gives a kept answer again and takes nothing beside it."),
        (
            ["TASK", "--before", "soon"],
            "\"soon\" is no time; write an instant such as 2026-01-31T12:00:00Z, or a duration such as PT10M."
        ),
    ]) func whatCannotBeMeant(_ words: [String], _ text: String) async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0")
            let run = await CapturedRun.berth(
                ["ask"] + words.map { $0 == "TASK" ? task : $0 }, environment: desk.environment)
            #expect(run.code == .usage)
            #expect(run.error.contains(text), "\(run.error)")
        }
    }

    @Test(arguments: ["PT10M", "2040-01-01T00:00:00Z"]) func aStartThatIsSoonEnough(_ time: String) async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0")
            #expect(await desk.berth("ask", task, "--before", time).code == .success)
        }
    }

    @Test func membersThatAreNotKnownReachTheBroker() async throws {
        try await Desk.during { desk in
            let file = try desk.folder.write(
                "t.yaml", "executable: {kind: docker-container, image: {locations: [a]}, extra: 1, comand: [b]}")
            let run = await desk.berth("ask", file)
            #expect(run.code == .success)
            #expect(
                run.output.hasSuffix(
                    """
                    note: executable.extra: this member is not known here and was ignored.
                    note: executable.comand: this member is not known here and was ignored. Did you mean command?

                    """))
        }
    }

    @Test func whatIsNoTask() async throws {
        try await Desk.during { desk in
            let file = try desk.folder.write("t.yaml", "executable: [")
            let run = await desk.berth("ask", file)
            #expect(run.code == .badInput)
            #expect(run.error.hasPrefix("berth: \(file):"))
            let both = await desk.berth("ask", file, "--json", "--yaml")
            #expect(both.code == .usage)
        }
    }

    @Test func nobodyAnswers() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("t.yaml", "executable: {kind: docker-container, image: {locations: [a]}}")
        // Port 1 of this machine is nobody's.
        let run = await CapturedRun.berth(["ask", file, "--url", "http://127.0.0.1:1"])
        #expect(run.code == .silence)
        #expect(
            run.error == """
                berth: The broker at http://127.0.0.1:1 cannot be reached: nobody answers there; check host and \
                port, and that the service runs. (Couldn't connect to server)
                Start a broker on this machine: berth serve. Or name another: --url URL, or BERTH_URL.

                """)
    }

    @Test func whoAsksMustBeKnown() async throws {
        // SHA-256 of the word secret.
        let digest = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
        try await Desk.during(users: [.init(subject: "ada", tokenSHA256: digest)]) { desk in
            let file = try desk.task("exit", "0")
            let nobody = await desk.berth("ask", file)
            #expect(nobody.code == .notYours)
            #expect(nobody.error.hasSuffix("with --token-file FILE, or BERTH_TOKEN; or sign in: berth login.\n"))
            #expect(await desk.berth("ask", file, environment: ["BERTH_TOKEN": "wrong"]).code == .notYours)
            #expect(await desk.berth("ask", file, environment: ["BERTH_TOKEN": "secret"]).code == .success)
            let token = try desk.folder.write("token", "secret\n")
            #expect(await desk.berth("ask", file, "--token-file", token).code == .success)
        }
    }
}
