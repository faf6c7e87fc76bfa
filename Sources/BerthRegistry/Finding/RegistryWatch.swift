import BerthHTTP
package import BerthModel
import Synchronization

/// Asks registries when they are due, looks at what they list, and tells what has changed.
package final class RegistryWatch: Sendable {
    /// What a program has for it.
    package struct Surroundings: Sendable {
        package var now: @Sendable () -> Instant
        package var sleepUntil: @Sendable (Instant) async -> Void
        /// Keeps the lists on the disk; must not throw away what it cannot write.
        package var keep: @Sendable ([UInt8]) -> Void
        /// What is a platform may be another now. Called by one task at a time.
        package var changed: @Sendable (SiteBook) -> Void
        /// Whether a platform of this name has sessions that are not at their end.
        package var isInUse: @Sendable (String) -> Bool
        package var tell: @Sendable (RegistryEvent) -> Void

        package init(
            now: @escaping @Sendable () -> Instant, sleepUntil: @escaping @Sendable (Instant) async -> Void,
            keep: @escaping @Sendable ([UInt8]) -> Void, changed: @escaping @Sendable (SiteBook) -> Void,
            isInUse: @escaping @Sendable (String) -> Bool, tell: @escaping @Sendable (RegistryEvent) -> Void
        ) {
            self.now = now
            self.sleepUntil = sleepUntil
            self.keep = keep
            self.changed = changed
            self.isInUse = isInUse
            self.tell = tell
        }
    }

    private let readers: [String: RegistryReader]
    private let probes: [String: SiteProbe]
    private let surroundings: Surroundings
    private let state: Mutex<SiteBook>
    /// One is told at a time, in the order in which things happened.
    private let telling = Mutex<Void>(())
    private let task = Mutex<Task<Void, Never>?>(nil)
    private let (news, new) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    /// - Parameter instance: of this service, so that it does not ask itself.
    package init(_ book: SiteBook, instance: String, _ surroundings: Surroundings) {
        var (readers, probes): ([String: RegistryReader], [String: SiteProbe]) = ([:], [:])
        for (name, settings) in book.rules.registries {
            var client = HTTPClientSettings()
            client.authorityPath = settings.authorityFile
            // Those that were looked at are not looked at again soon.
            client.idleConnections = 4
            let shared = HTTPClient(client)
            readers[name] = RegistryReader(settings, client: shared)
            probes[name] = SiteProbe(client: shared, instance: instance)
        }
        (self.readers, self.probes) = (readers, probes)
        self.surroundings = surroundings
        state = Mutex(book)
    }

    package var book: SiteBook { state.withLock { $0 } }

    /// Begins; asks every registry at once.
    package func start() {
        let names = book.registries.map(\.name)
        let running = Task {
            await withTaskGroup { group in
                for name in names { group.addTask { await self.ask(name) } }
                group.addTask { await self.look() }
            }
        }
        task.withLock { $0 = running }
    }

    /// Ends, and waits for the end.
    package func stop() async {
        let running = task.withLock { $0 }
        running?.cancel()
        new.finish()
        await running?.value
    }

    // MARK: registries

    private func ask(_ name: String) async {
        while !Task.isCancelled {
            if let next = book.nextAsking(of: name) { await surroundings.sleepUntil(next) }
            if Task.isCancelled { return }
            await askOnce(name)
        }
    }

    /// Asks a registry now.
    package func askOnce(_ name: String) async {
        guard let reader = readers[name] else { return }
        let before = book
        let tag = before.registries.first { $0.name == name }?.tag
        var failure: RegistryError?
        do throws(RegistryError) {
            let listing = try await reader.listing(unless: tag)
            let now = surroundings.now()
            failure = state.withLock { book -> RegistryError? in
                guard let listing else {
                    book.unchanged(name, at: now)
                    return nil
                }
                return book.took(listing, from: name, at: now)
            }
        } catch {
            if error.code == .cancelled { return }
            failure = error
            let now = surroundings.now()
            state.withLock { $0.failed(name, error, at: now) }
        }
        let isInUse = surroundings.isInUse
        state.withLock { $0.forget(unless: isInUse) }
        publish()
        tell(name, failure)
        new.yield()
    }

    private func tell(_ name: String, _ failure: RegistryError?) {
        if let failure {
            return surroundings.tell(
                RegistryEvent(
                    "registry.failed", isWarning: true,
                    ["registry": name, "code": failure.code.rawValue, "problem": failure.description]))
        }
        let listed = book.all.count { $0.registries.contains(name) }
        surroundings.tell(RegistryEvent("registry.listed", ["registry": name, "services": "\(listed)"]))
    }

    /// Tells what is known.
    ///
    /// - Parameter keeps: whether it is written down, too: lists may be long.
    private func publish(keeps: Bool = true) {
        telling.withLock { _ in
            let book = book
            if keeps { surroundings.keep(book.bytes) }
            surroundings.changed(book)
        }
    }

    // MARK: sites

    /// Looks at what is due, whenever something is.
    private func look() async {
        var coming = news.makeAsyncIterator()
        while !Task.isCancelled {
            await lookOnce()
            let next = book.nextLook(after: surroundings.now())
            let clock = Task { [surroundings, new] in
                guard let next else { return }
                await surroundings.sleepUntil(next)
                new.yield()
            }
            guard await coming.next() != nil else { return clock.cancel() }
            clock.cancel()
        }
    }

    /// Looks at every site that is due now, some at a time; each that answers is told at once.
    package func lookOnce() async {
        let due = book.due(at: surroundings.now())
        if due.isEmpty { return }
        var rest = due.makeIterator()
        var open = book.open
        await withTaskGroup(of: (FoundSite, SiteProbe.Outcome).self) { group in
            func begin() {
                while !Task.isCancelled, let site = rest.next() {
                    guard site.registries.contains(where: open.contains), let settings = book.settings(of: site),
                        let probe = probes[settings.name]
                    else { continue }
                    group.addTask { (site, await probe.look(at: site.service, settings)) }
                    return
                }
            }
            for _ in 0..<SiteProbe.atOnce { begin() }
            for await (site, outcome) in group {
                if !Task.isCancelled, note(site, outcome) { open = book.open }
                begin()
            }
        }
        if Task.isCancelled { return }
        publish()
        let problems = Set(book.all.filter { $0.problem != nil }.map(\.name))
        let silent = due.count { problems.contains($0.name) }
        if silent > 0 {
            surroundings.tell(
                RegistryEvent("registry.silent", isWarning: true, ["looked": "\(due.count)", "silent": "\(silent)"]))
        }
    }

    /// - Returns: whether there is one platform more.
    private func note(_ site: FoundSite, _ outcome: SiteProbe.Outcome) -> Bool {
        let (now, url) = (surroundings.now(), site.service.url)
        switch outcome {
        case .answers:
            state.withLock { $0.answered(url, at: now) }
            surroundings.tell(
                RegistryEvent("registry.found", ["platform": site.name, "identifier": site.service.ivoid, "url": url]))
            publish(keeps: false)
            return true
        case .isItself: state.withLock { $0.answered(url, isItself: true, at: now) }
        case .silent(let problem): state.withLock { $0.silent(url, problem, at: now) }
        }
        return false
    }
}

/// Something that an administrator may want to read.
package struct RegistryEvent: Sendable, Hashable {
    package var name: String
    package var isWarning: Bool
    package var fields: [Field]

    package struct Field: Sendable, Hashable {
        package var name: String
        package var value: String
    }

    init(_ name: String, isWarning: Bool = false, _ fields: KeyValuePairs<String, String>) {
        self.name = name
        self.isWarning = isWarning
        self.fields = fields.map { Field(name: $0.key, value: $0.value) }
    }
}
