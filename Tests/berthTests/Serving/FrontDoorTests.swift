import BerthHTTP
import Testing

@testable import berth

struct FrontDoorTests {
    @Test func nobodyIsInBeforeItIsOpened() async throws {
        let door = FrontDoor()
        let target = try RequestTarget(reading: Array("/health".utf8))
        let response = await door.handler(HTTPRequest(method: .get, target: target))
        #expect(response.status == .unavailable)
        #expect(response.headers["Retry-After"] == "1")
        let problem = door.writeProblem(HTTPProblem(.notFound, .notFound, "nothing"), nil)
        #expect(problem.status == .notFound)
    }

    @Test func thenTheServiceAnswers() async throws {
        try await Desk.during { desk in #expect(await desk.berth("platforms").code == .success) }
    }
}
