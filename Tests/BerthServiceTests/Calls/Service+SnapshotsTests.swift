import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthService

@Suite struct ServiceSnapshotsTests {
    @Test func theAnswerIsGivenAgainAndNothingIsHeld() async throws {
        try await RunningService.during { service in
            for body in [Requests.yes, Requests.no] {
                let reply = try await service.client.post("/snapshots", body)
                #expect(reply.status == 200)
                #expect(reply.headers["Content-Type"] == "application/json")
                let snapshot = Snapshot.reading(try Document.read(reply.body, as: .json), from: .json).value
                #expect(snapshot.request == body)
                #expect(snapshot.platforms.map(\.held.count) == [0])
                let again = try await Service.replay(snapshot)
                #expect(try again.json(leavingOutStrangers: true) == snapshot.answer?.written(as: .json))
            }
        }
    }

    @Test func theSyntaxOfTheRequestIsKept() async throws {
        try await RunningService.during { service in
            let body = "colour: red\nexecutable:\n  kind: nothing\n"
            let reply = try await service.client.post("/snapshots", body, [("Content-Type", "application/yaml")])
            let snapshot = Snapshot.reading(try Document.read(reply.body, as: .json), from: .json).value
            #expect(snapshot.syntax == .yaml)
            #expect(snapshot.request == body)
            let again = try await Service.replay(snapshot)
            #expect(try again.json(leavingOutStrangers: true) == snapshot.answer?.written(as: .json))
            #expect(again.meta?.messages.contains { $0.values["path"] == "colour" } == true)
        }
    }

    @Test func badInputIsRefusedAsWithRequests() async throws {
        try await RunningService.during { service in
            let broken = try await service.client.post("/snapshots", "{")
            #expect(broken.status == 400)
            let nobody = try await service.client.post("/snapshots?platform=nobody", Requests.yes)
            #expect(nobody.status == 400)
            let other = try await service.client.get("/snapshots")
            #expect(other.status == 405)
        }
    }

    @Test func aSnapshotWhoseRequestCannotBeReadIsRefused() async {
        var snapshot = Snapshot()
        snapshot.request = "{"
        await #expect(throws: BrokerError.self) { try await Service.replay(snapshot) }
    }
}
