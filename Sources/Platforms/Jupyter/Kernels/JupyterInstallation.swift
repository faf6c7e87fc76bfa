import BerthDocument
import BerthHost
import BerthPlatform
import BerthTasks

/// The Jupyter that a site has installed: what it can run, and which packages its kernels have.
struct JupyterInstallation: NotebookKernels {
    let python: String
    private let kernelsMemo = Memo<[Kernel]>(seconds: 30, maximumUnderWay: 4)
    private let packagesMemo = Memo<[String: String]>(seconds: 30, maximumUnderWay: 4)

    init(python: String) {
        self.python = python
    }

    /// The kernels that there are, in the order of their names.
    ///
    /// - Throws: `unreachable` when there is no Jupyter, or it does not answer as it should.
    func kernels() async throws(PlatformError) -> [Kernel] {
        let python = python
        return try await kernelsMemo.value(python) { () async throws(PlatformError) -> [Kernel] in
            let output = try await JupyterInstallation.run(
                [python, "-I", "-m", "jupyter_client.kernelspecapp", "list", "--json"])
            guard let kernels = Kernel.reading(output) else {
                throw PlatformError(
                    .unreachable, "Jupyter does not say which kernels it has.",
                    detail: String(decoding: output.prefix(1000), as: UTF8.self))
            }
            return kernels
        }
    }

    func packages(of kernel: Kernel) async throws(PlatformError) -> [String: String] {
        try await packages(of: kernel.program(startedBy: python))
    }

    /// The versions of all packages that a Python has, under their canonical names.
    ///
    /// - Throws: `unreachable`.
    func packages(of program: String) async throws(PlatformError) -> [String: String] {
        try await packagesMemo.value(program) { () async throws(PlatformError) -> [String: String] in
            let output = try await JupyterInstallation.run([program, "-I", "-c", Requirement.listing])
            guard let listed = try? Document.read(output, as: .json), let packages = Requirement.installed(listed)
            else {
                throw PlatformError(.unreachable, "The Python of a kernel does not say which packages it has.")
            }
            return packages
        }
    }

    private static func run(_ words: [String]) async throws(PlatformError) -> [UInt8] {
        var command = Command(words)
        command.directory = "/"
        let output: Command.Output
        do throws(PlatformError) {
            output = try await command.run()
        } catch {
            throw PlatformError(
                error.code == .cancelled ? .cancelled : .unreachable, "Jupyter of this platform does not answer.",
                detail: error.fullDescription)
        }
        if output.code != 0 {
            throw PlatformError(
                .unreachable, "Jupyter of this platform does not answer: is it installed for the Python of the site?",
                detail: "exit code \(output.code): \(output.errorText.suffix(1000))")
        }
        return output.output
    }
}
