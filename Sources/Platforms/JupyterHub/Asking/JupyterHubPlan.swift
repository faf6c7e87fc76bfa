import BerthModel
import BerthPlatform

/// What the platform remembers of a plan besides what it promises.
struct JupyterHubPlan: Shaped {
    /// What the notebook is called.
    var file = ""
    /// What was fetched when it was asked is what is opened.
    var sha256 = ""
    /// User of the hub.
    var user = ""

    init() {}

    static let shape = Shape<JupyterHubPlan>(
        "JupyterHubPlan", "What the platform remembers of a plan besides what it promises.",
        [
            Field("file", \.file, "What the notebook is called."),
            Field("sha256", \.sha256, "Checksum of the notebook as it was when it was asked for."),
            Field("user", \.user, "User of the hub whose server it is."),
        ])
}
