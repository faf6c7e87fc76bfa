import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct QuestionPrintTests {
    @Test func identifiersDoNotMatterAndAllElseDoes() {
        let world = SnapshotWorld(at: Sample.now, seed: 1)
        func question(_ change: (inout ExecutionRequest) -> Void = { _ in }) -> Question {
            var container = DockerContainer()
            container.component.meta = Metadata(name: "work")
            var request = ExecutionRequest()
            request.executable = .dockerContainer(container)
            change(&request)
            return Question(
                request, asker: .anonymous, now: Sample.now, defaults: Question.Defaults(), nextID: world.nextID)
        }
        let (one, same) = (question(), question())
        #expect(one != same)
        #expect(one.print == same.print)
        #expect(one.print.count == 16)
        let others = [
            question { $0.storage = [.simple(SimpleStorage())] },
            question { $0.component.costs = [.simple(Quote())] },
            question {
                $0.schedule = RequestedSchedule()
                $0.schedule?.requested = TimedWindow(start: nil, duration: TimeSpan(seconds: 1))
            },
            question {
                var compute = SimpleCompute()
                compute.cores = IntegerRange(min: 2)
                $0.compute = .simple(compute)
            },
        ].map(\.print)
        #expect(Set(others + [one.print]).count == 5)
    }
}
