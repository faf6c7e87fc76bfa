/// Rows of text in columns that fit.
struct Table: Sendable {
    struct Column: Sendable {
        var title: String
        var isNumber: Bool
        /// May be cut where a line would not fit.
        var yields: Bool

        init(_ title: String, isNumber: Bool = false, yields: Bool = false) {
            self.title = title
            self.isNumber = isNumber
            self.yields = yields
        }
    }

    var columns: [Column]
    var rows: [[String]] = []

    /// - Parameter most: columns of the terminal; nil for any length.
    func lines(most: Int?) -> [String] {
        // A column that says nothing is left out.
        let shown = columns.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        var widths = shown.map { column in
            max(columns[column].title.count, rows.map { $0[column].count }.max() ?? 0)
        }
        if let most {
            let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - most
            if excess > 0, let yielding = shown.firstIndex(where: { columns[$0].yields }) {
                widths[yielding] = max(8, widths[yielding] - excess)
            }
        }
        let all = [columns.map(\.title)] + rows
        return all.map { row in
            var line = ""
            for (index, column) in shown.enumerated() {
                let text = Self.cut(row[column], widths[index])
                let blanks = String(repeating: " ", count: widths[index] - text.count)
                if index > 0 { line += "  " }
                line += columns[column].isNumber ? blanks + text : text + blanks
            }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    private static func cut(_ text: String, _ columns: Int) -> String {
        text.count <= columns ? text : text.prefix(columns - 1) + "…"
    }
}
