import Testing

@testable import BerthTasks

/// Source: PEP 440, *Version specifiers*.
@Suite struct PackageVersionTests {
    @Test(arguments: [
        ("1.26.4", ">=", "1.20", true), ("1.26.4", ">=", "1.26.4", true), ("1.26.4", ">=", "1.100", false),
        ("1.0", "==", "1", true), ("1.0.1", "==", "1.0", false), ("1.0.1", "==", "1.0.*", true),
        ("1.1", "==", "1.0.*", false), ("1.1", "!=", "1.0.*", true), ("1.1", "!=", "1.1", false),
        ("2.0rc1", ">=", "2.0", false), ("2.0rc1", "<", "2.0", true), ("2.0.post1", ">", "2.0", true),
        ("1.0+local", "==", "1.0", true), ("1.4.5", "~=", "1.4.2", true), ("1.5", "~=", "1.4.2", false),
        ("1.4", "<=", "1.4.0", true), ("1.4", "<", "1.4", false), ("v2", "===", "2", true), ("1", "?", "1", false),
    ])
    func satisfies(_ version: String, _ relation: String, _ wanted: String, _ expected: Bool) {
        #expect(PackageVersion(version).satisfies(relation, wanted) == expected)
    }
}
