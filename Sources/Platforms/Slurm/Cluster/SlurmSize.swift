import BerthPlatform

/// Amounts of memory as Slurm writes them: `16000M`, `15.5G`, `1024K`; without a letter mebibytes.
enum SlurmSize {
    /// Bytes, rounded down; `nil` for what is none.
    static func bytes(_ text: String, unit: Int64 = 1 << 20) -> Int64? {
        var digits = text[...]
        var unit = unit
        // One of these ends what is asked for: for each core, or for each node.
        if let last = digits.last, "cn".contains(last) { digits.removeLast() }
        if let last = digits.last, let place = "KMGTP".firstIndex(of: last) {
            digits.removeLast()
            unit = 1 << (10 * Int64("KMGTP".distance(from: "KMGTP".startIndex, to: place) + 1))
        }
        guard digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: ".") }),
            let number = Double(digits), number * Double(unit) < 9e18
        else { return nil }
        return Int64(number * Double(unit))
    }

    /// Mebibytes, as `--mem` takes them.
    static func mebibytes(_ bytes: Int64) -> Int64 { max(1, bytes >> 20) }
}
