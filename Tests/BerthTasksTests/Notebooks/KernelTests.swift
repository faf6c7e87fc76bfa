import Testing

@testable import BerthTasks

@Suite struct KernelTests {
    private static let listing = """
        {"kernelspecs": {
          "python3": {"resource_dir": "/k/python3", "spec": {"argv": ["python", "-m", "ipykernel_launcher"],
            "display_name": "Python 3 (ipykernel)", "language": "python"}},
          "ir": {"resource_dir": "/k/ir", "spec": {"argv": ["R", "--slave"], "language": "R"}},
          "broken": {"resource_dir": "/k/broken"}
        }}
        """

    @Test("what Jupyter lists is read in the order of the names")
    func listing() {
        #expect(
            Kernel.reading(Array(Self.listing.utf8)) == [
                Kernel(name: "ir", language: "r", program: "R"),
                Kernel(name: "python3", language: "python", program: "python"),
            ])
        #expect(Kernel.reading(Array("no JSON".utf8)) == nil)
        #expect(Kernel.reading(Array("{}".utf8)) == nil)
    }

    @Test(
        "a notebook has the kernel that it names, else one of its language, else the one that Jupyter takes",
        arguments: [
            ("python3", "python", "python3"), ("Python3", nil, "python3"), ("conda-x", "python", nil),
            (nil, "R", "ir"), (nil, "julia", nil), (nil, nil, "python3"),
        ] as [(String?, String?, String?)])
    func fitting(_ name: String?, _ language: String?, _ expected: String?) {
        let kernels = Kernel.reading(Array(Self.listing.utf8)) ?? []
        var notebook = Notebook()
        notebook.kernel = name
        notebook.language = language
        #expect(Kernel.fitting(notebook, among: kernels)?.name == expected)
    }

    @Test("what Jupyter starts as python is its own")
    func program() {
        let kernel = Kernel(name: "a", language: "python", program: "python")
        #expect(kernel.program(startedBy: "/venv/bin/python") == "/venv/bin/python")
        let own = Kernel(name: "b", language: "python", program: "/b/python")
        #expect(own.program(startedBy: "/venv/bin/python") == "/b/python")
    }
}
