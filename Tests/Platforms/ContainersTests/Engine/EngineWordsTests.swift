import Testing

@testable import BerthContainers

@Suite struct EngineWordsTests {
    @Test(
        "what whose task it is can mend is said in our words",
        arguments: [
            (
                "runc create failed: unable to start container process: exec: \"/x\": no such file or directory: "
                    + "OCI runtime attempted to invoke a command that was not found",
                "the program that it should run is not in the image"
            ),
            ("crun: open executable: Permission denied", "the program that it should run may not be executed"),
            ("exec /x: Exec format error", "the program that it should run is made for another kind of machine"),
            ("write /var/lib/x: no space left on device", "the disk of the engine is full"),
            ("errors: denied: requested access", "the registry does not hand it out to everybody"),
        ])
    func reasons(_ words: String, _ reason: String) {
        #expect(EngineWords.reason(words) == reason)
    }

    @Test(
        "what an administrator can mend stays in the log",
        arguments: [
            "pinging container registry 10.0.0.1:22: Get \"https://10.0.0.1:22/v2/\": connection refused",
            "container not known", "dial unix /run/user/1000/podman.sock: i/o timeout", "",
        ])
    func details(_ words: String) {
        #expect(EngineWords.reason(words) == nil)
    }

    @Test("an image that is nowhere")
    func absence() {
        #expect(EngineWords.areAbsence("reading manifest 1 in quay.io/a: Manifest Unknown"))
        #expect(!EngineWords.areAbsence("connection refused"))
    }
}
