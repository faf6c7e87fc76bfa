import BerthHost
import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct ContainerMountTests {
    private func question(_ volumes: [(resource: String?, path: String?)]) -> Question {
        var question = QuestionCloudTests.question(storage: 1)
        guard case .simple(var compute) = question.compute else { return question }
        compute.volumes = volumes.map { volume in
            var simple = SimpleVolume()
            simple.resource = volume.resource ?? question.storage[0].uuid?.description
            simple.path = volume.path
            simple.mode = .readWrite
            return .simple(simple)
        }
        question.compute = .simple(compute)
        return question
    }

    @Test func aVolumeIsTheStorageOnTheMachine() {
        let question = question([(nil, "/data"), ("elsewhere", "/other")])
        let plan = Plan(question, on: "openstack", demand: question.needs)
        #expect(
            ContainerMount.all(of: plan, OpenStackPlan()) == [
                ContainerMount(from: "/var/lib/berth/storage-0", to: "/data", isReadOnly: false)
            ])
    }

    @Test func reasonsAgainst() {
        func texts(_ volumes: [(resource: String?, path: String?)]) -> [String] {
            ContainerMount.obstacles(question(volumes)).map {
                $0.message(at: Instant(seconds: 0), from: nil).message ?? ""
            }
        }
        #expect(texts([(nil, "/data")]) == [])
        for path in ["data", "/", "/a:b", "/a/../b"] {
            #expect(
                texts([(nil, path)]) == [
                    "compute.volumes[0].path: \(path) is no place in a container; it takes / and letters, digits and"
                        + " /._-."
                ])
        }
        #expect(
            texts([("x", "/data")]) == [
                "compute.volumes[0].resource: x names neither storage nor data of this request."
            ])
    }
}
