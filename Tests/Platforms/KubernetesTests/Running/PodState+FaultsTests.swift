import BerthDocument
import BerthPlatform
import Testing

@testable import BerthKubernetes

@Suite struct PodStateFaultsTests {
    private static func pod(_ state: Document) -> PodState {
        PodState([
            "metadata": ["name": "p"],
            "status": ["containerStatuses": [["name": "main", "image": "i:1", "state": state]]],
        ])
    }

    private static func waiting(_ reason: String, _ words: String) -> PodState {
        pod(["waiting": ["reason": .text(reason), "message": .text(words)]])
    }

    private static func fault(_ pod: PodState, _ since: inout ContinuousClock.Instant?) -> PlatformError? {
        do throws(PlatformError) { try pod.check(&since, patienceSeconds: 60) } catch { return error }
        return nil
    }

    @Test func anImageThatIsNotThereIsFinalAndARegistryIsWaitedFor() {
        var since: ContinuousClock.Instant?
        #expect(Self.fault(Self.waiting("ErrImagePull", "manifest unknown"), &since)?.code == .notFound)
        since = nil
        #expect(Self.fault(Self.waiting("ImagePullBackOff", "Back-off"), &since) == nil)
        #expect(since != nil)
        since = ContinuousClock.now - .seconds(61)
        #expect(Self.fault(Self.waiting("ImagePullBackOff", "Back-off"), &since)?.code == .notFound)
        since = nil
        #expect(Self.fault(Self.waiting("ContainerCreating", ""), &since) == nil)
        #expect(Self.fault(Self.waiting("CreateContainerError", "no space left"), &since)?.code == .refused)
    }

    @Test func aNodeThatIsAwayIsToldFromAContainerThatIsNotReady() {
        func away(ready: String, containers: String) -> Bool {
            PodState([
                "status": [
                    "conditions": [
                        ["type": "Ready", "status": .text(ready)],
                        ["type": "ContainersReady", "status": .text(containers)],
                    ]
                ]
            ]).isAway
        }
        #expect(away(ready: "False", containers: "True"))
        #expect(!away(ready: "False", containers: "False"))
        #expect(!away(ready: "True", containers: "True"))
    }

    @Test func whoCouldNotStartForAnAdministratorsReasonIsAnError() {
        func ended(_ reason: String, _ words: String) -> PodState {
            Self.pod(["terminated": ["exitCode": 128, "reason": .text(reason), "message": .text(words)]])
        }
        #expect(ended("StartError", "cgroup: strange").notStarted?.code == .refused)
        // This is the owner's affair, and told as the outcome.
        #expect(ended("StartError", "exec format error").notStarted == nil)
        #expect(ended("Error", "x").notStarted == nil)
    }
}
