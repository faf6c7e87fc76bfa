import BerthClient
import BerthModel

extension Caller {
    /// Gives back what the last answer to the same file still holds, so that who asks twice is not in their own way.
    /// Programs keep all that they ask for.
    func giveBackOffers(of file: String?) async {
        guard form == .people, let file, let place = Self.place(of: file),
            let remembered, remembered.task == place
        else { return }
        var given = 0
        for id in remembered.offers {
            // What was accepted meanwhile is an offer no more, and stays.
            guard let known = try? await client.session(id), known.value.phase == .offered else { continue }
            if (try? await client.reject(id)) != nil { given += 1 }
        }
        if given > 0 {
            let offers = given == 1 ? "the offer" : "the \(given) offers"
            console.note("Gave back \(offers) of the question before; --keep keeps what it holds.")
        }
    }

    /// What a file is called wherever it is named from; nil for what is none, such as the input.
    static func place(of file: String) -> String? {
        if file.hasPrefix("draft:") { return file }
        return LocalFile.resolved(file)
    }
}
