import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform

extension JupyterHubPlatform {
    /// Seconds after which a server is ready, as far as that can be told.
    static let startingSeconds: Int64 = 30

    static let location: DocumentPath = ["executable", "location"]

    package func canIDoThis(_ question: Question) async -> Answer {
        do throws(PlatformError) { try await facts.check() } catch { return Self.silence(error) }
        var obstacles = question.obstaclesOfKind(executables: profile.executables)
        obstacles += question.obstaclesOfSize(capacity: most)
        obstacles += question.obstaclesOfQuotes(prices: settings.priceList)
        obstacles += question.obstaclesOfPlaces
        guard case .jupyterNotebook(let notebook) = question.executable else { return .no(obstacles.sortedByRung) }
        let url = notebook.location ?? ""
        if let fault = DataURL.fault(of: url) {
            obstacles.append(
                Obstacle(
                    DataURL.scheme(of: url) == nil ? .contradictory : .notKnown, Self.location,
                    "{path}: {location} cannot be used: {fault}.",
                    ["location": DataURL.withoutSecrets(url), "fault": fault]))
        }
        let user = Self.user(for: question.asker, settings)
        if user == nil { obstacles.append(Self.obstacle(ofAsker: question.asker)) }
        guard obstacles.isEmpty, let user else { return .no(obstacles.sortedByRung) }
        do throws(PlatformError) {
            let bytes = try await notebooks.fetch(url)
            do throws(FetchedNotebook.Fault) {
                return .yes(plans(question, try FetchedNotebook(bytes), url, user))
            } catch {
                return .no([
                    Obstacle(
                        .contradictory, Self.location, "{path}: {location} cannot be opened: {fault}.",
                        ["location": DataURL.withoutSecrets(url), "fault": error.message])
                ])
            }
        } catch {
            if error.code == .cancelled { return Self.silence(error) }
            return .no([
                Obstacle(.dataUnreachable, Self.location, "{path}: {problem}", ["problem": error.description])
            ])
        }
    }

    /// The user of the hub whose server a session is; `nil` when who asks can be none.
    static func user(for asker: Identity, _ settings: JupyterHubSettings) -> String? {
        if settings.users != .asker { return settings.user }
        let name = asker.subject
        // Hubs write names in small letters, and two people must not become one; a name of dots alone is a path.
        let begin = name.utf8.first ?? 0
        guard name != Identity.anonymousSubject, JupyterHubSettings.isUser(name), name == name.lowercased(),
            (97...122).contains(begin) || (48...57).contains(begin)
        else { return nil }
        return name
    }

    private static func obstacle(ofAsker asker: Identity) -> Obstacle {
        Obstacle(
            .notYou, ["executable"],
            asker.subject == Identity.anonymousSubject
                ? "{path}: servers of this hub belong to whoever asks, and nobody knows who that is; ask with a token."
                : "{path}: servers of this hub belong to whoever asks, and {wanted} cannot be a user of a hub.",
            ["wanted": asker.subject], couldChange: "the site")
    }

    /// What a server has. What it does not name is not to be had.
    private var most: Resources {
        Resources(
            cores: settings.cores ?? .max, memoryBytes: settings.memory?.gibibytesInBytes ?? .max,
            storageBytes: .max)
    }

    private func plans(_ question: Question, _ notebook: FetchedNotebook, _ url: String, _ user: String) -> [Plan] {
        var details = JupyterHubPlan()
        details.file = DataURL.fileName(of: url)
        if !details.file.hasSuffix(".ipynb") { details.file += ".ipynb" }
        details.sha256 = Digest.sha256(of: notebook.bytes)
        details.user = user
        let messages = messages(notebook, question.now)
        let isSized = settings.cores != nil || settings.memory != nil
        let plans = question.plans(
            on: settings.name, capacity: isSized ? Capacity(most) : nil, prices: settings.priceList
        ) { plan in
            plan.preparing = TimeSpan(seconds: Self.startingSeconds)
            plan.releasing = TimeSpan(seconds: settings.stopSeconds)
            plan.patience = TimeSpan(seconds: settings.startSeconds)
            plan.messages = messages
            plan.details = details.document(for: .json)
        }
        // Every server has the same: to promise more would be the same server.
        return plans.suffix(1)
    }

    private func messages(_ notebook: FetchedNotebook, _ now: Instant) -> [Message] {
        var messages = [
            Message(
                .info, time: now,
                "The hub decides whether and when a server begins, nothing is reserved; the notebook of {cells} cells "
                    + "wants {kernel}, which is not looked for before the server runs.",
                [
                    "cells": "\(notebook.cells)",
                    "kernel": notebook.kernel.map { "the kernel \($0)" } ?? "no kernel by name",
                ])
        ]
        if settings.cores == nil || settings.memory == nil {
            messages.append(
                Message(.info, time: now, "How many cores and how much memory its server gets, the hub decides."))
        }
        if settings.users != .asker {
            messages.append(
                Message(
                    .warn, time: now,
                    "All sessions on this hub have the files of one user: others who run something here can read them.")
            )
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
