import BerthDocument

/// A kernel that the installed Jupyter has. Source: jupyter_client, *Kernel specs*.
package struct Kernel: Sendable, Hashable {
    package var name: String
    /// Lower case, such as python.
    package var language: String
    /// The program that runs it, as the specification names it.
    package var program: String

    /// Reads what `jupyter kernelspec list --json` says; in the order of their names.
    ///
    /// - Returns: `nil` when it says something else.
    package static func reading(_ bytes: [UInt8]) -> [Kernel]? {
        guard let document = try? Document.read(bytes, as: .json),
            case .map(let specifications)? = document.value(at: ["kernelspecs"])
        else { return nil }
        return specifications.members.compactMap { member in
            let spec: DocumentPath = ["spec"]
            guard let language = member.value.value(at: spec.appending("language"))?.text else { return nil }
            let program = member.value.value(at: spec.appending("argv").appending(0))?.text ?? ""
            return Kernel(name: member.name, language: language.lowercased(), program: program)
        }
        .sorted { $0.name < $1.name }
    }

    /// The program that runs: what Jupyter starts as `python` is the Python of Jupyter itself.
    package func program(startedBy python: String) -> String {
        ["python", "python3"].contains(program) ? python : program
    }

    /// The kernel for a notebook: the one that it names, else the first of its language, else the one that Jupyter
    /// takes. Names of kernels are compared without their case.
    static func fitting(_ notebook: Notebook, among kernels: [Kernel]) -> Kernel? {
        if let name = notebook.kernel {
            return kernels.first { $0.name.lowercased() == name.lowercased() }
        }
        if let language = notebook.language?.lowercased() {
            return kernels.first { $0.language == language }
        }
        return kernels.first { $0.name == "python3" } ?? kernels.first { $0.language == "python" }
    }
}
