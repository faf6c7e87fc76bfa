package import BerthModel

extension Message {
    /// What it says, without the member in front.
    package var sentence: String {
        let sentence = message ?? template ?? "No reason was given."
        guard let path = values["path"], !path.isEmpty, sentence.hasPrefix("\(path): ") else { return sentence }
        return String(sentence.dropFirst(path.count + 2))
    }
}
