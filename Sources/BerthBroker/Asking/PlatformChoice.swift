/// Which platforms are asked, by name.
package struct PlatformChoice: Sendable, Hashable {
    /// Only these; every one when empty.
    package var only: [String] = []
    /// None of these.
    package var without: [String] = []

    package init(only: [String] = [], without: [String] = []) {
        self.only = only
        self.without = without
    }

    package static let all = PlatformChoice()

    func includes(_ name: String) -> Bool { (only.isEmpty || only.contains(name)) && !without.contains(name) }
}
