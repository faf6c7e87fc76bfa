import BerthDocument
import Testing

@testable import BerthModel

struct RequestLimitsTests {
    private static func request() -> ExecutionRequest {
        var container = DockerContainer()
        container.image = ContainerImage()
        container.image?.locations = ["one"]
        var request = ExecutionRequest()
        request.executable = .dockerContainer(container)
        return request
    }

    private static func storage(_ count: Int) -> [StorageResource] {
        Array(repeating: .simple(SimpleStorage()), count: count)
    }

    @Test func `Lists are taken up to their limit, and one more is told with its place`() {
        var request = Self.request()
        request.storage = Self.storage(RequestLimits.components)
        #expect(request.validated().isEmpty)
        request.storage = Self.storage(RequestLimits.components + 1)
        #expect(request.validated().map(\.code) == [.tooMany])
        #expect(
            request.validated().map(\.message) == [
                "storage: 1001 items are more than the 1000 that are taken; write fewer."
            ])
    }

    @Test func `A hundred costs and a hundred metrics are taken, and one more of each is told`() {
        var request = Self.request()
        request.component.costs = Array(repeating: .simple(Quote()), count: 100)
        request.component.metrics = Array(repeating: .simple(Quote()), count: 100)
        #expect(!request.validated().contains { $0.code == .tooMany })
        request.component.costs.append(.simple(Quote()))
        request.component.metrics.append(.simple(Quote()))
        #expect(
            request.validated().map(\.message) == [
                "costs: 101 items are more than the 100 that are taken; write fewer.",
                "metrics: 101 items are more than the 100 that are taken; write fewer.",
            ])
    }

    @Test func `Ten thousand of everything are one sentence each`() throws {
        var request = Self.request()
        request.storage = Self.storage(10_000)
        request.data = Array(repeating: .simple(SimpleData()), count: 10_000)
        var compute = SimpleCompute()
        compute.volumes = Array(repeating: .simple(SimpleVolume()), count: 10_000)
        request.compute = .simple(compute)
        request.component.costs = Array(repeating: .simple(Quote()), count: 10_000)
        request.component.metrics = Array(repeating: .simple(Quote()), count: 10_000)
        guard case .dockerContainer(var container)? = request.executable else { return }
        container.image?.locations = Array(repeating: "x", count: RequestLimits.locations + 1)
        container.network = ContainerNetwork()
        container.network?.ports = Array(repeating: NetworkPort(), count: 10_000)
        request.executable = .dockerContainer(container)
        #expect(
            request.validated().map(\.path.description) == [
                "storage", "data", "costs", "metrics", "compute.volumes", "executable.image.locations",
                "executable.network.ports",
            ])
    }
}
