import BerthDocument
package import BerthHost
package import BerthModel
package import BerthPlatform

/// What a node said that it has to run notebooks and workflows with.
package struct NodePrograms: Sendable, Hashable {
    /// The node that was asked; the others are taken to be like it.
    package var node = ""
    /// Paths of programs, by the names that the settings have for them.
    package var paths: [String: String] = [:]
    package var kernels: [Kernel] = []
    /// The packages of each Python, under their canonical names.
    package var packages: [String: [String: String]] = [:]

    /// A node that has nothing.
    package init() {}

    /// What `look` wrote; `nil` for something else.
    package init?(_ bytes: [UInt8]) {
        guard case .map(let members)? = try? Document.read(bytes, as: .json),
            case .map(let programs)? = members["programs"], case .map(let pythons)? = members["packages"]
        else { return nil }
        node = members["node"]?.text ?? ""
        for program in programs.members { paths[program.name] = program.value.text }
        kernels = Kernel.reading(bytes) ?? []
        for python in pythons.members {
            if let versions = Requirement.installed(python.value) { packages[python.name] = versions }
        }
    }

    /// What executes notebooks with `nbclient`, where a kernel is there too.
    package static let executors = ["nbclient", "nbformat"]

    /// The Python that runs a kernel.
    package func python(of kernel: Kernel) -> String {
        kernel.program(startedBy: paths["jupyter"] ?? kernel.program)
    }

    /// What runs a kind of executable; `nil` where the node has nothing that does.
    package func program(for kind: Kind) -> String? {
        switch kind {
        case .jupyterNotebook:
            guard let python = paths["jupyter"], !kernels.isEmpty else { return nil }
            let found = packages[python] ?? [:]
            return NodePrograms.executors.allSatisfy { found[$0] != nil } ? python : nil
        case .cwlWorkflow: return paths["cwltool"]
        case .snakemakeWorkflow: return paths["snakemake"]
        case .dockerContainer, .singularityContainer: return paths["bwrap"]
        default: return nil
        }
    }

    /// Kinds that a program of the nodes runs, and what it is called.
    package static let kinds: [(kind: Kind, program: String)] = [
        (.jupyterNotebook, "Jupyter (nbclient and a kernel)"), (.cwlWorkflow, "cwltool"),
        (.snakemakeWorkflow, "snakemake"), (.dockerContainer, "Bubblewrap, and leave for users to make namespaces"),
        (.singularityContainer, "Bubblewrap, and leave for users to make namespaces"),
    ]
}

/// The kernels of the nodes, as a node said a moment ago: only asked for after it did.
package struct NodeKernels: NotebookKernels {
    private let programs: Remembered<NodePrograms>

    package init(programs: Remembered<NodePrograms>) {
        self.programs = programs
    }

    package func kernels() async throws(PlatformError) -> [Kernel] { try await found().kernels }

    package func packages(of kernel: Kernel) async throws(PlatformError) -> [String: String] {
        let found = try await found()
        return found.packages[found.python(of: kernel)] ?? [:]
    }

    private func found() async throws(PlatformError) -> NodePrograms {
        if let last = programs.last { return last }
        return try await programs.facts()
    }
}
