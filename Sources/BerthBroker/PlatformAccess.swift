package import BerthModel

/// Who may use a platform that is not for everybody.
package struct PlatformAccess: Shaped {
    package var platform = ""
    package var groups: [String] = []

    package init() {}

    package init(platform: String, groups: [String]) {
        self.platform = platform
        self.groups = groups
    }

    package static let shape = Shape<PlatformAccess>(
        "PlatformAccess", "Who may use a platform that is not for everybody.",
        [
            Field("platform", \.platform, "Name of the platform."),
            Field("groups", \.groups, "Groups; who asks must be in one of them."),
        ])
}
