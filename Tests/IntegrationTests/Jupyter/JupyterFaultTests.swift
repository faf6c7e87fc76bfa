import BerthJupyter
import Testing

/// Notebooks that no server should send.
@Suite("Notebooks that do not end")
struct JupyterFaultTests {
    @Test(
        "a notebook of many GiB is refused, whether its server says how long it is or not",
        arguments: [FaultySite.Fault.floods, .floodsUnmeasured])
    func floods(_ fault: FaultySite.Fault) async throws {
        let jupyter = try TestJupyter()
        let site = try FaultySite(fault)
        defer { site.stop() }
        let platform = try jupyter.platform()
        let url = site.url + "/a.ipynb"
        let refusal = try await TestJupyter.refusal(platform, TestJupyter.request(url))
        let most = platform.settings.notebookBytes
        #expect(
            refusal == [
                fault == .floods
                    ? "never executable.location: \(url) has 10737418240 bytes; \(most) are allowed."
                    : "never executable.location: \(url) is larger than the \(most) bytes that are allowed."
            ])
    }
}
