import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform

extension OpenStackPlatform {
    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let session = work.session
            let name = CloudName.name(session, instance: settings.instance)
            if serverID(session) != nil || Files.exists(folders.end(session)) { return .done }
            if let server = try await ordered(session) { return .ordered(name, server.id, work) }
            let order = try await order(work)
            try Files.write(Array("\(name)\n".utf8), to: folders.ordering(session))
            // A call that is cut may have done its work.
            try await steps.carryOutWhole(session) { () async throws(PlatformError) in
                do throws(PlatformError) { try remember(try await cloud.boot(order), session) } catch {
                    // What was refused does not come later.
                    if error.code == .refused { try storage.remove(folders.ordering(session)) }
                    throw error
                }
            }
            return .ordered(name, serverID(session) ?? "", work)
        }
    }

    /// A machine that was ordered before, perhaps by somebody who did not live to see the answer: then it may come a
    /// moment later.
    private func ordered(_ session: UUID) async throws(PlatformError) -> CloudServer? {
        let marker = folders.ordering(session)
        while true {
            let age = Files.secondsSinceChange(of: marker)
            let servers = try await cloud.servers(session)
            if let first = servers.first {
                // Two were ordered: the older one runs, the other goes before it has begun.
                for other in servers.dropFirst() { try await cloud.delete(server: other.id) }
                try remember(first.id, session)
                return first
            }
            if age > settings.callSeconds { return nil }
            try await pause()
        }
    }

    private func pause() async throws(PlatformError) {
        do { try await Task.sleep(for: .seconds(1)) } catch {
            throw PlatformError(.cancelled, "The session was cancelled.")
        }
    }

    private func remember(_ id: String, _ session: UUID) throws(PlatformError) {
        try Files.write(Array("\(id)\n".utf8), to: folders.server(session))
    }

    /// `nil` when no machine was ordered, as far as is known.
    func serverID(_ session: UUID) -> String? {
        guard let bytes = try? Files.read(folders.server(session), from: 0, limit: 200), !bytes.isEmpty else {
            return nil
        }
        return String(decoding: bytes.filter { $0 != 10 }, as: UTF8.self)
    }

    private func order(_ work: Work) async throws(PlatformError) -> ServerOrder {
        let session = work.session
        let details = try work.plan.details(as: OpenStackPlan.self)
        guard let network = try await known.facts().network.value else {
            throw PlatformError(.refused, "The network that machines of this site use is not there any more.")
        }
        var script: [UInt8]?
        if Files.exists(folders.script(session)) {
            script = try Files.read(folders.script(session), from: 0, limit: Int(settings.scriptBytes) + 1)
        }
        let volumes = try await volumes(of: work)
        let task = try task(of: work.plan, session: session, script: script, volumes: volumes)
        let userData = MachineProgram.userData(task)
        if userData.utf8.count > MachineProgram.mostLetters {
            throw PlatformError(
                .overLimit, "The script, its arguments and variables are longer than what a machine can be told.",
                subject: "executable")
        }
        return ServerOrder(
            name: CloudName.name(session, instance: settings.instance), flavor: details.flavor, image: details.image,
            network: network, userData: userData,
            metadata: [("berth-session", "\(session)"), ("berth-broker", settings.instance)],
            keyName: settings.keyName, securityGroups: settings.securityGroups,
            availabilityZone: settings.availabilityZone, volumes: volumes)
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let session = work.session
        guard Files.exists(folders.ordering(session)) || serverID(session) != nil else {
            if seen == nil && Files.exists(folders.directory(session)) { return .waiting }
            throw PlatformError(.lost, "The machine of the session was never ordered.", subject: "\(session)")
        }
        observers.begin(session)
        defer { observers.end(session) }
        while true {
            if shelf.end(of: session) != nil { return .finished(try await told(work, nil)) }
            let server = try await patiently { () async throws(PlatformError) in
                try await watch.servers()[session]
            }
            let stage = server?.isGoing == true ? .gone : server?.stage
            if let server, stage == .running || stage == .off || stage == .failed {
                try await patiently { () async throws(PlatformError) in try await look(at: server, session) }
                if shelf.end(of: session) != nil { return .finished(try await told(work, server)) }
            }
            switch stage {
            case .booting?: if seen == nil { return .waiting }
            case .running?: if seen != .running { return .running }
            case .off?, .failed?, .gone?, nil: return .finished(try await told(work, server))
            }
        }
    }

    /// Keeps what is new on the console of a machine.
    func look(at server: CloudServer, _ session: UUID) async throws(PlatformError) {
        guard let console = try await cloud.console(server.id) else { return }
        try shelf.keep(ConsoleFrame.all(in: console, of: session), of: session)
        if server.stage == .off, shelf.end(of: session) == nil {
            let end = String(console.suffix(OpenStackPlatform.consoleEnd))
            try shelf.add(
                "[The machine did not say how its task ended; the end of its console:]\n\(end)\n", to: session)
        }
    }

    /// Letters of a console that may say why a machine ended.
    private static let consoleEnd = 16 << 10

    /// Asks again when the cloud is away, until the patience of the settings is at its end: machines run on meanwhile.
    func patiently<Value>(_ call: () async throws(PlatformError) -> Value) async throws(PlatformError) -> Value {
        let end = ContinuousClock.now + .seconds(settings.awaySeconds)
        while true {
            do throws(PlatformError) { return try await call() } catch {
                guard error.code == .unreachable || error.code == .overLimit, !Task.isCancelled,
                    ContinuousClock.now < end
                else { throw error }
                try? await Task.sleep(for: .seconds(settings.pollSeconds))
            }
        }
    }

    /// How the work ended, as far as anybody knows; nothing more is written afterwards.
    private func told(_ work: Work, _ server: CloudServer?) async throws(PlatformError) -> Outcome {
        let session = work.session
        let details = try work.plan.details(as: OpenStackPlan.self)
        defer { try? logs.end(session) }
        if let end = shelf.end(of: session) { return end.outcome(seconds: details.seconds) }
        func failed(_ template: String, _ values: NamedTexts = [:], _ level: MessageLevel = .error) -> Outcome {
            Outcome(isSuccess: false, exitCode: nil, notes: [Note(level, template, values)])
        }
        if steps.isCancelled(session) || Files.exists(folders.stopped(session)) {
            return failed("The machine was deleted because the session was cancelled.", [:], .info)
        }
        guard let server, server.stage != .gone, !server.isGoing else {
            return failed("Somebody deleted the machine in the cloud, and nobody knows how its task ended.")
        }
        if server.stage == .failed {
            let fault = server.fault ?? ""
            if fault.contains("No valid host") {
                return failed(
                    "No host of the cloud had room for the flavor {flavor} when the machine was to boot.",
                    ["flavor": details.flavorName])
            }
            throw PlatformError(
                .refused, "The cloud says that the machine has failed.", subject: server.name,
                cause: "Nova: " + (fault.isEmpty ? "ERROR, and nothing else" : fault))
        }
        return failed(
            "The machine was turned off without saying how its task ended; the end of its console is in stderr.")
    }
}

extension Progress {
    fileprivate static func ordered(_ name: String, _ id: String, _ work: Work) -> Progress {
        Progress(notes: [
            Note(
                .info, "The machine {machine} is ordered, of the flavor {flavor}.",
                ["machine": name, "id": id, "flavor": work.plan.place ?? ""])
        ])
    }
}
