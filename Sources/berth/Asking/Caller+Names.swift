import BerthClient
import BerthModel

/// What people call offers and sessions: numbers, and beginnings of identifiers.
extension Caller {
    /// The fewest characters of an identifier that may stand for it.
    private static let shortest = 4
    private static let pagesSearched = 10

    /// Remembers offers by their numbers; a place that cannot be written is no reason to fail.
    ///
    /// - Parameters:
    ///   - answer: the offer set that they are of.
    ///   - file: what was asked about.
    func remember(_ offers: [Session], of answer: UUID?, to file: String?) {
        let remembered = RememberedOffers(
            url: client.url, offers: offers.compactMap(\.component.meta?.uuid), answer: answer,
            task: file.flatMap(Self.place))
        do throws(ProgramError) {
            try remembered.write(to: surroundings.places.rememberedOffers)
        } catch {
            console.note("The numbers of the offers could not be remembered: \(error)".printable)
        }
    }

    /// The offer of a number, an identifier or the beginning of one.
    ///
    /// - Throws: `unknownName`; `ClientError` when the broker has to be asked and does not answer.
    func offer(_ text: String) async throws -> UUID {
        if let id = UUID(text) { return id }
        if let id = try numbered(text) { return id }
        return try await identifier(text, noun: "offer", known: rememberedOffers)
    }

    /// The session of an identifier or the beginning of one, or the one that an offer of that number has become.
    ///
    /// - Throws: as `offer`.
    func session(_ text: String) async throws -> UUID {
        if let id = UUID(text) { return id }
        if let id = try numbered(text) { return id }
        return try await identifier(text, noun: "session", known: [])
    }

    /// The last answer of this broker.
    ///
    /// - Throws: `unknownName` where there is none.
    func lastAnswer() throws(ProgramError) -> UUID {
        if let answer = remembered?.answer { return answer }
        throw ProgramError(
            .unknownName, "No answer of \(client.url) is remembered; ask first: berth ask FILE.", subject: "--late")
    }

    /// The offers of the last answer of this broker.
    private var rememberedOffers: [UUID] { remembered?.offers ?? [] }

    /// What the last answer of this broker left; nil where the last was another one's.
    var remembered: RememberedOffers? {
        let remembered = RememberedOffers.read(from: surroundings.places.rememberedOffers)
        return remembered?.url == client.url ? remembered : nil
    }

    /// The offer of a number; nil for a text that is none.
    private func numbered(_ text: String) throws(ProgramError) -> UUID? {
        guard text.count < Self.shortest, let number = Int(text) else { return nil }
        let offers = rememberedOffers
        if offers.isEmpty {
            throw ProgramError(
                .unknownName, "No offers of \(client.url) are remembered; ask first: berth ask FILE.", subject: text)
        }
        guard offers.indices.contains(number - 1) else {
            throw ProgramError(
                .unknownName, "There is no offer \(number); the last answer has \(Self.range(offers.count)).",
                subject: text)
        }
        return offers[number - 1]
    }

    private static func range(_ count: Int) -> String { count == 1 ? "offer 1 only" : "offers 1 to \(count)" }

    private func identifier(_ text: String, noun: String, known: [UUID]) async throws -> UUID {
        let beginning = text.lowercased()
        let isBeginning =
            beginning.utf8.count >= Self.shortest && beginning.utf8.count < 36
            && beginning.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) || $0 == 45 }
        guard isBeginning else {
            let least = noun == "offer" ? ", a number of the last answer" : ""
            throw ProgramError(
                .unknownName,
                "\"\(text)\" does not name \(noun == "offer" ? "an offer" : "a session"); write its identifier\(least),"
                    + " or at least \(Self.shortest) characters of its beginning.", subject: text)
        }
        var found = known.filter { $0.description.hasPrefix(beginning) }
        if found.count != 1 {
            for id in try await listed() where id.description.hasPrefix(beginning) && !found.contains(id) {
                found.append(id)
            }
        }
        if found.count == 1 { return found[0] }
        if found.isEmpty {
            throw ProgramError(
                .unknownName, "There is no \(noun) that begins with \(beginning); berth sessions --all lists them.",
                subject: text)
        }
        throw ProgramError(
            .unknownName,
            "\(beginning) is the beginning of \(found.count) identifiers; write more of it: "
                + found.prefix(5).map(\.description).joined(separator: ", ") + ".", subject: text)
    }

    /// The sessions and offers that the broker lists, latest first.
    private func listed() async throws(ClientError) -> [UUID] {
        var all: [UUID] = []
        var after: UUID?
        for _ in 0..<Self.pagesSearched {
            let page = try await client.sessions(limit: 1000, after: after).value
            all += page.sessions.compactMap(\.component.meta?.uuid)
            guard let next = page.next else { break }
            after = next
        }
        return all
    }
}
