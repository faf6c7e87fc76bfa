import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform

extension WESPlatform {
    /// Seconds that handing over takes.
    static let settingUpSeconds: Int64 = 5

    package func canIDoThis(_ question: Question) async -> Answer {
        let facts: ServiceFacts
        do throws(PlatformError) { facts = try await known.facts() } catch { return WESPlatform.silence(error) }
        var obstacles = question.obstaclesOfKind(executables: WESPlatform.kinds(facts))
        obstacles += question.obstaclesOfSize(capacity: most)
        obstacles += question.obstaclesOfQuotes(prices: settings.priceList)
        obstacles += question.obstaclesOfPlaces + question.obstaclesOfVolumes
        guard let order = WESOrder(question.executable) else { return .no(obstacles.sortedByRung) }
        obstacles += order.obstacles(facts, settings)
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        return await answer(question, order, facts)
    }

    /// The most that a request may ask for. What it does not name is not to be had.
    private var most: Resources {
        Resources(
            cores: settings.cores ?? .max, memoryBytes: settings.memory?.gibibytesInBytes ?? .max,
            storageBytes: .max)
    }

    /// The part of the answer that takes a look at the document.
    private func answer(_ question: Question, _ order: WESOrder, _ facts: ServiceFacts) async -> Answer {
        let language = facts.language(order.language ?? "")
        var version = order.version
        var obstacles: [Obstacle] = []
        if ["http", "https"].contains(DataURL.scheme(of: order.location)) {
            do throws(PlatformError) {
                // What stands behind # names a part of it.
                let text = try await documents.fetch(String(order.location.prefix { $0 != "#" }))
                if version == nil, facts.language("CWL") == language {
                    version = LookedAtDocument.versionOfCWL(text)
                    obstacles += WESPlatform.obstacles(ofWritten: version, language)
                }
            } catch {
                if error.code == .cancelled { return WESPlatform.silence(error) }
                obstacles.append(LookedAtDocument.obstacle(error))
            }
        }
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        var details = WESPlan()
        details.location = order.location
        details.language = language?.name ?? order.language ?? ""
        details.version = version ?? language?.versions.last ?? ""
        details.parameters = order.parameters.document.asJSON
        let messages = self.messages(details, facts, question.now)
        let capacity = settings.cores == nil && settings.memory == nil ? nil : Capacity(most)
        let plans = question.plans(on: settings.name, capacity: capacity, prices: settings.priceList) { plan in
            plan.preparing = TimeSpan(seconds: Self.settingUpSeconds)
            plan.releasing = TimeSpan(seconds: settings.stopSeconds)
            plan.patience = TimeSpan(seconds: settings.queueSeconds)
            plan.messages = messages
            var details = details
            details.engine = engineParameters(plan.demand)
            plan.details = details.document(for: .json)
        }
        // More would be promised, and be the same.
        return .yes(engineParameters(most).entries.isEmpty ? plans.suffix(1) : plans)
    }

    private func engineParameters(_ demand: Resources) -> NamedTexts {
        var parameters = NamedTexts()
        for (name, amount) in [
            (settings.coresParameter, demand[.cores]), (settings.memoryParameter, demand[.memory]),
        ] {
            if let name { parameters.entries.append(.init(name: name, text: "\(amount)")) }
        }
        return parameters
    }

    /// Why a document cannot be run that says which version of its language it is in.
    private static func obstacles(ofWritten version: String?, _ language: ServiceFacts.Language?) -> [Obstacle] {
        guard let version, let language, !language.versions.isEmpty, !language.versions.contains(version) else {
            return []
        }
        return [
            Obstacle(
                .never, WESOrder.path,
                "{path}: the document is in {language} {wanted}; the service runs {available}.",
                [
                    "wanted": version, "language": language.name,
                    "available": language.versions.joined(separator: ", "),
                ], couldChange: "the site")
        ]
    }

    private func messages(_ plan: WESPlan, _ facts: ServiceFacts, _ now: Instant) -> [Message] {
        var messages = [
            Message(
                .info, time: now,
                "The service runs it as {language} {version}; {running} of its runs are running and {waiting} wait. "
                    + "Its queue decides when this one begins, nothing is reserved.",
                [
                    "language": plan.language, "version": plan.version, "running": "\(facts.running)",
                    "waiting": "\(facts.waiting)",
                ])
        ]
        let unsent = [
            settings.coresParameter == nil ? "how many cores" : nil,
            settings.memoryParameter == nil ? "how much memory" : nil,
        ].compactMap(\.self)
        if !unsent.isEmpty {
            messages.append(
                Message(
                    .info, time: now, "The service decides {what} each step of the workflow gets; it is not told.",
                    ["what": unsent.joined(separator: " and ")]))
        }
        return messages
    }

    static func silence(_ error: PlatformError) -> Answer {
        .silence(
            Silence(
                error.code == .unreachable || error.code == .cancelled ? .unreachable : .brokenReply,
                error.description, waited: .zero, detail: error.detail))
    }
}
