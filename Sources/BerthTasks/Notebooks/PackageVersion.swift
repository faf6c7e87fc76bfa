/// The version of a Python package, as far as it is compared. Source: PEP 440, without epochs.
struct PackageVersion: Hashable {
    /// `1.2` of `1.2rc1+local`.
    let release: [Int]
    /// `-1` for what comes before the release, such as `rc1` and `dev0`, `1` for `post1`.
    let stage: Int
    /// What follows the release, without the local part: versions of one stage are compared by it.
    let rest: String

    init(_ text: some StringProtocol) {
        let lower = text.lowercased()
        let plain = (lower.hasPrefix("v") ? lower.dropFirst() : lower[...]).prefix { $0 != "+" }
        let numbers = plain.prefix { $0.isNumber || $0 == "." }
        release = numbers.split(separator: ".").map { Int($0) ?? 0 }
        rest = String(plain.dropFirst(numbers.count))
        stage = rest.isEmpty ? 0 : rest.contains("post") ? 1 : -1
    }

    /// - Returns: negative, zero or positive, as it comes before, is, or comes after the other.
    func compared(to other: PackageVersion) -> Int {
        for index in 0..<max(release.count, other.release.count) {
            let difference = number(index) - other.number(index)
            if difference != 0 { return difference.signum() }
        }
        if stage != other.stage { return (stage - other.stage).signum() }
        return rest == other.rest ? 0 : rest < other.rest ? -1 : 1
    }

    private func number(_ index: Int) -> Int { release.indices.contains(index) ? min(release[index], 1 << 40) : 0 }

    /// Whether it is what a clause such as `>=1.2` or `==1.*` wants.
    func satisfies(_ relation: String, _ wanted: String) -> Bool {
        let isPrefix = wanted.hasSuffix(".*")
        let other = PackageVersion(isPrefix ? wanted.dropLast(2) : wanted[...])
        let difference = compared(to: other)
        switch relation {
        case "==", "===": return isPrefix ? begins(with: other.release) : difference == 0
        case "!=": return isPrefix ? !begins(with: other.release) : difference != 0
        case ">=": return difference >= 0
        case "<=": return difference <= 0
        case ">": return difference > 0
        case "<": return difference < 0
        case "~=": return difference >= 0 && begins(with: other.release.dropLast())
        default: return false
        }
    }

    private func begins(with prefix: some Collection<Int>) -> Bool {
        prefix.enumerated().allSatisfy { number($0.offset) == $0.element }
    }
}
