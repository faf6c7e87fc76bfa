import BerthJupyter
import BerthPlatform
import Testing

/// What a notebook needs, held against what the real Jupyter has.
@Suite("Notebooks are looked at when they are asked for")
struct JupyterAskingTests {
    @Test("who asks twice or at the same time costs one fetch")
    func once() async throws {
        let jupyter = try TestJupyter()
        let platform = try jupyter.platform()
        let request = TestJupyter.request(jupyter.notebooks.put("/a.ipynb", cells: ["1"]))
        try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<10 {
                group.addTask { try await TestJupyter.refusal(platform, request) }
            }
            for try await answer in group { #expect(answer == ["yes: 1"]) }
        }
        #expect(jupyter.notebooks.fetches("/a.ipynb") == 1)
        #expect(jupyter.files("asked") == [])
    }

    @Test("a kernel that is not there is a reason with those that are")
    func unknownKernel() async throws {
        let jupyter = try TestJupyter()
        let url = jupyter.notebooks.put("/a.ipynb", cells: ["1"], kernel: "cobol")
        #expect(
            try await TestJupyter.refusal(try jupyter.platform(), TestJupyter.request(url)) == [
                "notKnown executable.location: the notebook wants the kernel cobol, which is not here; there is: "
                    + "python3 (python)."
            ])
    }

    @Test("packages that are missing or too old are named")
    func missingPackages() async throws {
        let jupyter = try TestJupyter()
        let url = jupyter.notebooks.put("/x/a.ipynb", cells: ["1"])
        jupyter.notebooks.put("/x/requirements.txt", "ipykernel\nno-such-thing>=2\nnbclient>=999\n-r more.txt\n")
        let sentences = try await TestJupyter.refusal(try jupyter.platform(), TestJupyter.request(url))
        #expect(sentences.count == 1)
        let begin =
            "never executable.location: the requirements.txt beside the notebook wants no-such-thing>=2, "
            + "nbclient>=999 ("
        #expect(sentences[0].hasPrefix(begin), "\(sentences)")
        #expect(sentences[0].hasSuffix("is there), which the kernel python3 does not have."), "\(sentences)")
    }

    @Test("a notebook of as much as is allowed is taken, and of one byte more is not")
    func size() async throws {
        let jupyter = try TestJupyter()
        let url = jupyter.notebooks.put("/a.ipynb", #"{"nbformat": 4, "cells": []}"#)
        let request = TestJupyter.request(url)
        #expect(try await TestJupyter.refusal(try jupyter.platform { $0.notebookBytes = 28 }, request) == ["yes: 1"])
        let refusal = try await TestJupyter.refusal(try jupyter.platform { $0.notebookBytes = 27 }, request)
        #expect(refusal == ["never executable.location: \(url) is larger than the 27 bytes that are allowed."])
    }

    @Test("a notebook that is not there, or inside the site, or broken")
    func unreachable() async throws {
        let jupyter = try TestJupyter()
        let platform = try jupyter.platform()
        let url = jupyter.notebooks.put("/a.ipynb", "{\n  \"nbformat\": 4,\n  oops\n}")
        let broken = try await TestJupyter.refusal(platform, TestJupyter.request(url))
        #expect(broken.count == 1)
        #expect(
            broken[0].hasPrefix(
                "contradictory executable.location: \(url) cannot be run: it is no notebook: line 3, column "),
            "\(broken)")
        #expect(
            try await TestJupyter.refusal(platform, TestJupyter.request(url + ".gone")) == [
                "dataUnreachable executable.location: There is no data at \(url).gone (status 404)."
            ])
        let closed = try jupyter.platform { $0.dataAddresses = [] }
        #expect(
            try await TestJupyter.refusal(closed, TestJupyter.request(url)) == [
                "dataUnreachable executable.location: \(url) stands for an address inside this site, which is not "
                    + "allowed; the site can allow it with dataAddresses."
            ])
    }

    @Test("a Python that is not there, or has no Jupyter, is silence")
    func noJupyter() async throws {
        let jupyter = try TestJupyter()
        let question = try TestJupyter.question(
            TestJupyter.request(jupyter.notebooks.put("/a.ipynb", cells: ["1"])))
        for python in ["/no/such/python", "/usr/bin/false"] {
            let answer = await (try jupyter.platform { $0.python = python }).canIDoThis(question)
            guard case .silence(let silence) = answer else {
                Issue.record("\(answer)")
                continue
            }
            #expect(silence.reason == .unreachable)
        }
    }

    @Test("what an administrator is told of what it needs")
    func findings() async throws {
        let jupyter = try TestJupyter()
        let well = await (try jupyter.platform()).findings()
        #expect(well.map(\.subject) == ["kernels", "nbclient", "nbformat", "state directory"])
        #expect(well.filter { $0.remedy != nil } == [])
        #expect(well.first?.found == "python3 (python)")
        let missing = await (try jupyter.platform { $0.python = "/no/such/python" }).findings()
        #expect(missing.first?.subject == "Jupyter" && missing.first?.remedy != nil)
    }
}
