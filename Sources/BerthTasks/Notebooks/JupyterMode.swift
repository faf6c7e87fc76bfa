import BerthModel

/// In which way a platform runs notebooks.
package enum JupyterMode: String, ModelEnumeration {
    case headless, interactive

    package static let name = "JupyterMode"
    package static let summary = "In which way notebooks are run."
}
