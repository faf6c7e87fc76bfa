package import BerthPlatform

/// Whoever can say which kernels there are where notebooks run, and what those have.
package protocol NotebookKernels: Sendable {
    /// In the order of their names.
    ///
    /// - Throws: `unreachable` when there is no Jupyter, or it does not answer as it should.
    func kernels() async throws(PlatformError) -> [Kernel]

    /// The versions of all packages that the Python of a kernel has, under their canonical names.
    ///
    /// - Throws: `unreachable`.
    func packages(of kernel: Kernel) async throws(PlatformError) -> [String: String]
}
