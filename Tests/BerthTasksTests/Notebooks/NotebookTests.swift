import Testing

@testable import BerthTasks

@Suite struct NotebookTests {
    private func reading(_ text: String) -> Result<Notebook, Notebook.Fault> {
        do throws(Notebook.Fault) { return .success(try Notebook.reading(Array(text.utf8))) } catch {
            return .failure(error)
        }
    }

    @Test("kernel, language and cells are what the notebook says")
    func whole() throws {
        let text = """
            {"nbformat": 4, "nbformat_minor": 5,
             "metadata": {"kernelspec": {"name": "python3", "language": "python"}, "language_info": {"name": "x"}},
             "cells": [{"cell_type": "markdown", "source": "# Hello"}, {"cell_type": "code", "source": ["a\\n", "b"]}]}
            """
        let notebook = try reading(text).get()
        #expect(notebook.kernel == "python3")
        #expect(notebook.language == "python")
        #expect(notebook.cells == 2)
        #expect(notebook.codeCells == 1)
    }

    @Test("a notebook without a kernel has the language of what wrote it, or none")
    func noKernel() throws {
        let text = #"{"nbformat": 4, "metadata": {"language_info": {"name": "julia"}}, "cells": []}"#
        let notebook = try reading(text).get()
        #expect(notebook.kernel == nil)
        #expect(notebook.language == "julia")
        #expect(try reading(#"{"nbformat": 4, "cells": []}"#).get() == Notebook())
    }

    @Test(
        "what is broken is said with its place",
        arguments: [
            ("[1]", "it is no notebook: its JSON is not an object"),
            (#"{"cells": []}"#, "it is no notebook: nbformat, the version of the format, is missing"),
            (
                #"{"nbformat": 3, "worksheets": []}"#,
                "it is of notebook format 3, and only 4 can be run; convert it with jupyter nbconvert --to notebook"
            ),
            (#"{"nbformat": 4}"#, "it has no list of cells"),
            (#"{"nbformat": 4, "cells": [{}]}"#, "at cells[0]: the cell has no cell_type"),
            (
                #"{"nbformat": 4, "cells": [{"cell_type": "code", "source": ""}, {"cell_type": "x"}]}"#,
                "at cells[1]: the cell_type is x; code, markdown and raw are known"
            ),
            (
                #"{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}"#,
                "at cells[0]: the cell has no source that is a text or a list of texts"
            ),
        ])
    func broken(_ text: String, _ message: String) {
        #expect(reading(text) == .failure(Notebook.Fault(message: message)))
    }

    @Test("JSON that cannot be read is said with line and column")
    func noJSON() {
        guard case .failure(let fault) = reading("{\"nbformat\": 4,\n \"cells\": [}") else {
            Issue.record("it was read")
            return
        }
        #expect(fault.message.hasPrefix("it is no notebook: line 2, column "), "\(fault.message)")
    }

    @Test("a notebook is read down to the last level, and no deeper")
    func depth() {
        func nested(_ levels: Int) -> String {
            let outside = #"{"nbformat": 4, "cells": [], "metadata": "#
            return outside + String(repeating: "[", count: levels - 1) + String(repeating: "]", count: levels - 1) + "}"
        }
        #expect((try? reading(nested(Notebook.depthLevels)).get()) != nil)
        #expect((try? reading(nested(Notebook.depthLevels + 1)).get()) == nil)
    }
}
