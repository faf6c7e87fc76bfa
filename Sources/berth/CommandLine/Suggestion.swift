/// Finds what somebody may have meant.
enum Suggestion {
    /// The candidate that is nearest to a word that is none of them; nil when none is near.
    static func nearest(to word: String, among candidates: [String]) -> String? {
        let word = word.lowercased()
        var best: (candidate: String, distance: Int)?
        for candidate in candidates {
            let distance = distance(Array(word.unicodeScalars), Array(candidate.lowercased().unicodeScalars))
            // A third of the letters may be wrong, one of a short word.
            let isNear = distance <= max(1, min(word.unicodeScalars.count, candidate.unicodeScalars.count) / 3)
            let isBeginning = word.count >= 2 && candidate.lowercased().hasPrefix(word)
            guard isNear || isBeginning, distance < best?.distance ?? .max else { continue }
            best = (candidate, distance)
        }
        return best?.candidate
    }

    /// ` Did you mean "ask"?`, or nothing.
    static func sentence(for word: String, among candidates: [String], quoting: Bool = true) -> String {
        guard let nearest = nearest(to: word, among: candidates) else { return "" }
        return quoting ? " Did you mean \"\(nearest)\"?" : " Did you mean \(nearest)?"
    }

    /// How many letters must be put in, taken out, replaced or swapped with their neighbour (optimal string alignment).
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        if left.isEmpty || right.isEmpty { return max(left.count, right.count) }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in 1...left.count {
            var row = [i]
            for j in 1...right.count {
                var least = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1))
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    least = min(least, beforeLast[j - 2] + 1)
                }
                row.append(least)
            }
            (beforeLast, last) = (last, row)
        }
        return last[right.count]
    }
}
