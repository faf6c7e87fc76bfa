import BerthDocument
import BerthModel
package import BerthPlatform

extension ChangeSet {
    /// `compute.cores.min=4, without storage[0]`: what `--set` and `--unset` take.
    package var phrase: String {
        changes.map { change in
            if change.isOfAsker { return "you in the group \(change.to.text ?? "")" }
            if change.range == .absent { return "without \(change.path)" }
            if let kind = change.to["kind"]?.text { return "\(change.path) as a \(Kind(uri: kind)?.name ?? kind)" }
            return "\(change.path)=\(change.to.scalarText ?? change.to.asJSON)"
        }
        .joined(separator: ", ")
    }
}
