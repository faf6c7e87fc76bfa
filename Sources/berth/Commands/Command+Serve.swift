import BerthBroker
import BerthModel

extension Command {
    static let listen = CommandOption(
        "listen", .text("ADDRESS"), "Where to listen, such as 127.0.0.1:8470, [::1]:0 or unix:/run/berth.sock.")
    static let stateFolder = CommandOption(
        "state-dir", .folder("FOLDER"), "Where to keep the database; else $XDG_STATE_HOME/berth, ~/.local/state/berth.")
    static let engine = CommandOption(
        "engine", .file("SOCKET"), "The socket of the container engine; found by itself unless set.")
    static let catalogue = CommandOption(
        "catalogue", .folder("FOLDER"), repeats: true,
        "Show the software whose codemeta.json files are in this folder in the portal, too.")
    static let readyFile = CommandOption(
        "ready-file", .file("FILE"), "Write the URL of the service to this file as soon as it answers.")

    static let serve = Command(
        "serve", "Start a broker.",
        discussion: [
            "Without a configuration it listens on 127.0.0.1:8470, keeps its database in the state directory, and runs "
                + "containers on the engine of this machine, Podman or Docker. berth config show lists what can "
                + "be set.",
            "Its portal, pages for people, is under /portal/ of the same address.",
            "Ctrl-C or SIGTERM: answers under way are finished, sessions go on where they run and are found "
                + "again at the "
                + "next start. A second signal stops at once.",
            "SIGHUP: the certificate with its key, the users and the issuers are read again and taken up; "
                + "connections and sessions go on. The log says what was taken up and what needs another start. A "
                + "configuration with an error changes nothing.",
        ],
        options: [.config, listen, stateFolder, engine, catalogue, readyFile] + CommandOption.everywhere,
        examples: [
            ("berth serve", "Starts a broker for this machine."),
            (
                "berth serve --listen 127.0.0.1:0 --ready-file url.txt",
                "Takes a free port; scripts wait for url.txt and read the URL in it."
            ),
        ]
    ) { invocation, surroundings in
        let settings = try ServeSettings(invocation, surroundings)
        let console = surroundings.console
        let log = EventLog(
            // Who wants to hear nothing besides still has to hear of failures.
            least: console.isQuiet ? .error : (settings.configuration.log.level ?? .info).level,
            format: settings.configuration.log.format ?? (console.errorIsTerminal ? .text : .json),
            now: surroundings.now, write: { console.write(.error, $0) }, hasColor: console.errorHasColor)
        // Several wishes to renew are one.
        let (wishes, wish) = AsyncStream<Signals.Signal>.makeStream(bufferingPolicy: .bufferingNewest(1))
        surroundings.signals.handle { signal in
            if signal == .renew {
                wish.yield(signal)
            } else {
                wish.finish()
                // The next one ends the process at once.
                surroundings.signals.release()
            }
        }
        defer { surroundings.signals.release() }
        // One that an earlier service left would be believed.
        if let path = settings.readyFile { LocalFile.remove(path) }
        let running = try await RunningBroker(settings, world: SystemWorld(), log: log)
        if !console.isQuiet {
            console.print("Berth listens on \(running.url)")
            if let page = running.portalURL { console.print("Open \(page) in a browser.") }
        }
        if let path = settings.readyFile { try LocalFile.write(Array("\(running.url)\n".utf8), to: path, mode: 0o644) }
        for await _ in wishes { running.renew() }
        if let path = settings.readyFile { LocalFile.remove(path) }
        await running.stop(deadlineSeconds: 10)
        return .success
    }
}
