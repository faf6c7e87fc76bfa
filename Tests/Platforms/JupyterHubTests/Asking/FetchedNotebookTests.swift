import Testing

@testable import BerthJupyterHub

struct FetchedNotebookTests {
    private func fault(_ text: String) -> String? {
        do throws(FetchedNotebook.Fault) { _ = try FetchedNotebook(Array(text.utf8)) } catch { return error.message }
        return nil
    }

    @Test func whatHasToBeKnownIsRead() throws {
        let notebook = try FetchedNotebook(
            Array(#"{"nbformat": 4, "cells": [{}, {}], "metadata": {"kernelspec": {"name": "ir"}}}"#.utf8))
        #expect(notebook.cells == 2 && notebook.kernel == "ir")
    }

    @Test func whatIsNoneSaysWhy() {
        #expect(fault("{")?.hasPrefix("it is no notebook: ") == true)
        #expect(fault("[]") == "it is no notebook: nbformat, the version of the format, is missing")
        #expect(fault(#"{"nbformat": 3}"#) == "it is of notebook format 3, and only 4 can be opened")
        #expect(fault(#"{"nbformat": 4}"#) == "it has no list of cells")
    }
}
