import BerthModel
import BerthPlatform
import Testing

@testable import BerthJupyter

@Suite struct PortShelfTests {
    private func id(_ number: UInt64) -> UUID { UUID(high: 0, low: number) }

    @Test("no port is given away twice, and the same session has the same one")
    func free() throws {
        let shelf = PortShelf(address: "127.0.0.1", ports: nil)
        let first = try shelf.take(for: id(1))
        #expect(try shelf.take(for: id(1)) == first)
        #expect(try shelf.take(for: id(2)) != first)
    }

    @Test("when all ports of a range are taken, it says so, and has one again when one is given back")
    func range() throws {
        // One that is free now, most likely still is.
        let port = try PortShelf(address: "127.0.0.1", ports: nil).take(for: id(1))
        let shelf = PortShelf(address: "127.0.0.1", ports: IntegerRange(min: Int64(port), max: Int64(port)))
        #expect(try shelf.take(for: id(1)) == port)
        let error = #expect(throws: PlatformError.self) { try shelf.take(for: id(2)) }
        #expect(error?.message == "No port is left for another Jupyter server; try again later.")
        shelf.giveBack(id(1))
        #expect(try shelf.take(for: id(2)) == port)
        shelf.keep(port, for: id(3))
        #expect(try shelf.take(for: id(3)) == port)
    }
}
