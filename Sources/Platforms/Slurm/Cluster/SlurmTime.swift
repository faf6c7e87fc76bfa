import BerthModel

/// Times as Slurm writes them. Source: sbatch(1), *--time*; squeue(1), *%M*.
enum SlurmTime {
    /// Seconds of `minutes`, `minutes:seconds`, `hours:minutes:seconds`, `days-hours`, `days-hours:minutes` and
    /// `days-hours:minutes:seconds`; `Int64.max` without a bound, `nil` for anything else.
    static func seconds(_ text: String) -> Int64? {
        if ["UNLIMITED", "INFINITE"].contains(text) { return .max }
        let halves = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let clock = halves.last, halves.count <= 2 else { return nil }
        var numbers: [Int64] = []
        for part in clock.split(separator: ":", omittingEmptySubsequences: false) {
            guard let number = number(part) else { return nil }
            numbers.append(number)
        }
        guard (1...3).contains(numbers.count) else { return nil }
        if halves.count == 2 {
            guard let days = number(halves[0]) else { return nil }
            while numbers.count < 3 { numbers.append(0) }
            return days * 86400 + numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
        }
        switch numbers.count {
        case 1: return numbers[0] * 60
        case 2: return numbers[0] * 60 + numbers[1]
        default: return numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
        }
    }

    /// Digits of a length that no product here overflows.
    private static func number(_ text: Substring) -> Int64? {
        guard !text.isEmpty, text.utf8.count <= 12, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int64(text)
    }

    /// `days-hours:minutes:seconds`.
    static func text(seconds: Int64) -> String {
        func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60)
        return "\(seconds / 86400)-\(padded(hours)):\(padded(minutes)):\(padded(seconds % 60))"
    }

    /// An instant that was written where the clocks show UTC: `2026-11-28T12:55:54`.
    static func instant(_ text: String) -> Instant? {
        text.utf8.count == 19 && text.contains("T") ? Instant(text + "Z") : nil
    }
}
