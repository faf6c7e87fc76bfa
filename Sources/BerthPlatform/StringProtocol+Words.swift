extension StringProtocol {
    /// Whether it has something in it, and nothing but ASCII letters, digits and these marks.
    package func isWord(with marks: String) -> Bool {
        !isEmpty
            && utf8.allSatisfy {
                (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || marks.utf8.contains($0)
            }
    }
}
