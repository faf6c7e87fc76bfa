import BerthBroker
import BerthDocument
import BerthHTTP
import BerthIdentity
import BerthModel
import BerthService
import BerthSignatures

/// What is taken up of a configuration while the service runs.
extension RunningBroker {
    /// Takes up the certificate with its key, the users and the issuers. Connections and sessions go on, and whoever
    /// follows something may follow it to its end.
    ///
    /// What it did, what needs another start, or why it did nothing stands in one line of the log.
    func renew() {
        guard let path = settings.configurationPath else {
            renewKeys()
            return log.log(BrokerEvent(.info, "configuration.taken", ["taken": "nothing", "configuration": "none"]))
        }
        renewKeys()
        do throws(ProgramError) {
            let next = try ConfigurationFile(reading: try LocalFile.read(path), from: path).configuration
            let identification = try Self.identification(
                next, keeping: service.identification.issuers, now: log.now)
            // What can fail comes first: a half of it is never taken up.
            var taken = try renewCertificate(next.tls) ? ["tls"] : []
            service.takeUp(identification)
            let people = Known(next)
            taken += known.withLock { known in
                defer { known = people }
                return people.changes(since: known)
            }
            Task { await identification.issuers.warm() }
            tell(taken, next, path)
        } catch {
            log.log(
                BrokerEvent(.error, "configuration.refused", ["problem": "\(error)", "configuration": path]))
        }
    }

    /// Signs with the key that stands in its file now, by itself: a damaged file changes nothing.
    private func renewKeys() {
        do throws(ProgramError) {
            let keys = try SigningKeys.read(SigningKeys.path(in: settings.stateFolder))
            service.takeUp(keys)
            log.log(BrokerEvent(.info, "keys.taken", ["key": keys.current.name]))
        } catch {
            log.log(BrokerEvent(.error, "keys.refused", ["problem": "\(error)"]))
        }
    }

    private func renewCertificate(_ tls: TLSConfiguration) throws(ProgramError) -> Bool {
        guard isSecure, let certificate = tls.certificate, let key = tls.key else { return false }
        do throws(HTTPError) {
            return try server.takeUp(HTTPServerSettings.TLS(certificatePath: certificate, keyPath: key))
        } catch {
            let place = error.subject.map { "\($0): " } ?? ""
            throw ProgramError(.badConfiguration, "\(place)\(error.message).", subject: "tls", cause: error.cause)
        }
    }

    private func tell(_ taken: [String], _ next: Configuration, _ path: String) {
        var event = BrokerEvent(
            .info, "configuration.taken",
            ["taken": taken.isEmpty ? "nothing" : taken.joined(separator: ","), "configuration": path])
        let rest = Self.keysForAnotherStart(from: settings, to: next)
        if !rest.isEmpty { event.fields.append(BrokerEvent.Field("restart", rest.joined(separator: ","))) }
        log.log(event)
        warnOfEverybody(next)
    }

    /// The keys that say something else than at the start and are not taken up before the next one.
    static func keysForAnotherStart(from settings: ServeSettings, to next: Configuration) -> [String] {
        let old = settings.configuration
        let (before, after) = (old.document(for: .yaml), next.document(for: .yaml))
        return Configuration.shape.outline.fields.map(\.name).filter { name in
            switch name {
            case "users", "issuers", "client": return false
            case "tls": return (old.tls.certificate == nil) != (next.tls.certificate == nil)
            // The command line may stand against it.
            case "listen" where settings.listen != ListenAddress(old.listen): return false
            default: return before[name] != after[name]
            }
        }
    }
}

/// Whom a configuration makes known, to tell whether another one knows others.
struct Known: Sendable {
    private var users: [Document]
    private var issuers: [Document]

    init(_ configuration: Configuration) {
        users = configuration.users.map { $0.document(for: .yaml) }
        issuers = configuration.issuers.map { $0.document(for: .yaml) }
    }

    /// The keys that say something else.
    func changes(since old: Known) -> [String] {
        (users == old.users ? [] : ["users"]) + (issuers == old.issuers ? [] : ["issuers"])
    }
}
