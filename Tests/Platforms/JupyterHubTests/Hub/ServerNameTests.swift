import BerthModel
import Testing

@testable import BerthJupyterHub

struct ServerNameTests {
    @Test(arguments: [UUID(high: 0, low: 0), UUID(random: 1, 2), UUID(high: .max, low: .max)])
    func onlyServersOfTheInstanceAreFoundAgain(_ session: UUID) {
        let name = ServerName.name(session, instance: "a")
        #expect(name.utf8.count == 30 && name.first == "b")
        #expect(ServerName.session(name, instance: "a") == session)
        #expect(ServerName.session(name, instance: "b") == nil)
        #expect(ServerName.session(name + "0", instance: "a") == nil)
        #expect(ServerName.session(name.uppercased(), instance: "a") == nil)
        #expect(ServerName.session("lab", instance: "a") == nil)
    }

    @Test func namesStayTheSame() {
        #expect(
            ServerName.name(UUID(high: 1, low: 2), instance: "berth").hasSuffix("0000000000003w5e11264sgsi"))
        #expect(
            ServerName.words(UUID(high: 0, low: 0), instance: "x") == "berth-x-00000000-0000-0000-0000-000000000000")
    }
}
