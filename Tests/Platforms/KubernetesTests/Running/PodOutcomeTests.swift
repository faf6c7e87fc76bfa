import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthKubernetes

@Suite struct PodOutcomeTests {
    private static func pod(_ end: Document?, reason: String = "", words: String = "", fetcher: Int64? = nil)
        -> PodState
    {
        var status: DocumentMembers = ["phase": "Failed", "reason": .text(reason), "message": .text(words)]
        if let end {
            status["containerStatuses"] = [["name": "main", "state": ["terminated": end]]]
        }
        if let fetcher {
            status["initContainerStatuses"] = [["state": ["terminated": ["exitCode": .integer(fetcher)]]]]
        }
        return PodState(["metadata": ["name": "p"], "spec": ["nodeName": "n1"], "status": .map(status)])
    }

    private static func told(_ pod: PodState, cancelled: Bool = false) -> (Outcome, String) {
        var plan = Plan()
        plan.demand = Resources(cores: 1, memoryBytes: 2 << 30, storageBytes: 1 << 30)
        var storage = SimpleStorage()
        storage.size = IntegerRange(min: 3, max: 3)
        plan.storage = [.simple(storage)]
        let outcome = PodOutcome(pod: pod, plan: plan, wasCancelled: cancelled).outcome
        return (outcome, outcome.notes.first?.message(at: Instant(seconds: 0)).message ?? "")
    }

    @Test func anExitCodeDecides() {
        #expect(Self.told(Self.pod(["exitCode": 0, "reason": "Completed"])).0.isSuccess)
        let (outcome, text) = Self.told(Self.pod(["exitCode": 3, "reason": "Error"]))
        #expect(!outcome.isSuccess && outcome.exitCode == 3)
        #expect(text == "The program ended with exit code 3.")
    }

    @Test(
        arguments: [
            (
                ["exitCode": 137, "reason": "OOMKilled"], "", "",
                "took more than the 2 GiB of memory that were offered."
            ),
            (["exitCode": 137, "reason": "Error"], "", "", "most likely it took more than the 2 GiB of memory"),
            (
                [
                    "exitCode": 128, "reason": "StartError",
                    "message": "exec: \"/x\": stat /x: no such file or directory",
                ], "", "",
                "The program could not be started: it is not in the image."
            ),
            (
                nil, "Evicted", "Usage of EmptyDir volume \"storage-0\" exceeds the limit \"3Gi\".",
                "it wrote more than the 3 GiB of storage[0]."
            ),
            (
                nil, "Evicted", "Usage of EmptyDir volume \"tmp\" exceeds the limit \"1Mi\".",
                "it wrote more to /tmp than this site allows"
            ),
            (nil, "Evicted", "The node was low on resource: memory. ", "The node n1 was short of memory"),
            (nil, "DeadlineExceeded", "", "at the end of the time that was offered"),
            (nil, "NodeLost", "", "The node n1 failed while it ran there."),
            (nil, "", "", "The cluster ended it before it began to run."),
        ] as [(Document?, String, String, String)])
    func endsAreToldInWordsForPeople(_ end: Document?, _ reason: String, _ words: String, _ text: String) {
        let (outcome, told) = Self.told(Self.pod(end, reason: reason, words: words))
        #expect(!outcome.isSuccess)
        #expect(told.contains(text), "\(told)")
    }

    @Test func dataThatWasNotFetchedIsTold() {
        let (outcome, text) = Self.told(Self.pod(nil, fetcher: 22))
        #expect(!outcome.isSuccess)
        #expect(text.hasPrefix("data[0] could not be fetched into the cluster"))
    }

    @Test func aCancelIsTold() {
        let (outcome, text) = Self.told(Self.pod(["exitCode": 0]), cancelled: true)
        #expect(!outcome.isSuccess && outcome.exitCode == nil)
        #expect(text == "The program was stopped because the session was cancelled.")
    }

    @Test(arguments: [
        ("ErrImagePull", "manifest unknown", "the registry does not have it", true),
        ("ErrImagePull", "401 Unauthorized", "the registry does not hand it out, or does not have it", true),
        ("ErrImagePull", "no match for platform in manifest", "there is none for this kind of machine", true),
        ("InvalidImageName", "", "its name is none", true),
        ("ErrImageNeverPull", "", "the node does not have it, and this site fetches none", true),
        ("ImagePullBackOff", "Back-off pulling image", "the registry does not answer as it should", false),
    ])
    func whyAnImageIsNotThere(_ reason: String, _ words: String, _ meaning: String, _ isFinal: Bool) {
        #expect(PodWords.image(reason, words) == (meaning, isFinal))
    }

    @Test func theSchedulersWordsAreOurs() {
        #expect(
            PodWords.waiting("0/3 nodes are available: 1 node(s) had taint {x: y}, 2 Insufficient cpu.")
                == "no node has as many free cores, some nodes are kept for others")
        #expect(
            PodWords.waiting("0/1 nodes are available: 1 Insufficient nvidia.com/gpu.")
                == "no node has as many free devices")
        #expect(PodWords.waiting("") == "no node takes it")
    }
}
