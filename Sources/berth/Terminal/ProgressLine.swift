import BerthBroker

/// One line at the bottom of a terminal that is written again and again; nothing where there is no terminal.
final class ProgressLine: Sendable {
    private let console: Console
    private let shown = Locked<String?>(nil)

    init(_ console: Console) { self.console = console }

    private var isShown: Bool { console.errorIsTerminal && !console.isQuiet }

    func show(_ text: String) {
        guard isShown else { return }
        let fitting = String(text.prefix(max(10, (console.columns ?? 80) - 1)))
        shown.withLock { shown in
            if shown == fitting { return }
            shown = fitting
            console.write(.error, Array("\r\u{1B}[K\(fitting)".utf8))
        }
    }

    /// Takes the line away, so that something else can be written.
    func clear() {
        shown.withLock { shown in
            if shown == nil { return }
            shown = nil
            console.write(.error, Array("\r\u{1B}[K".utf8))
        }
    }
}
