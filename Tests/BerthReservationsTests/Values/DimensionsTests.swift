import BerthReservations
import Testing

@Suite struct DimensionsTests {
    @Test func `Dimensions have a name and a place`() throws {
        let dimensions = try Dimensions(["cores", "memory"])
        #expect(dimensions.all.map(\.index) == [0, 1])
        #expect(dimensions["memory"]?.index == 1)
        #expect(dimensions["disk"] == nil)
        #expect(dimensions.all.map { dimensions.name(of: $0) } == ["cores", "memory"])
        let longer = try Dimensions(["a", "b", "c"])
        #expect(dimensions.name(of: longer.all[2]) == "dimension 2")
        #expect(try Dimensions([]).count == 0)
    }

    @Test func `Amounts are made by name`() throws {
        let dimensions = try Dimensions(["cores", "memory"])
        #expect(try dimensions.amounts(["memory": 7]) == Amounts([0, 7]))
        #expect(try dimensions.amounts([:]) == .zero)
        let unknown = #expect(throws: ReservationError.self) { try dimensions.amounts(["disk": 1]) }
        #expect(unknown?.code == .unknownDimension)
        #expect(unknown?.message == "disk is not counted here; counted are cores, memory.")
        let negative = #expect(throws: ReservationError.self) { try dimensions.amounts(["cores": -1]) }
        #expect(negative?.message == "cores: -1 is below zero; amounts begin at 0.")
    }

    @Test func `As many as the limit, and not one more`() throws {
        let names = (0...Dimensions.limit).map { "licence \($0)" }
        #expect(try Dimensions(Array(names.dropLast())).count == Dimensions.limit)
        let tooMany = #expect(throws: ReservationError.self) { try Dimensions(names) }
        #expect(tooMany?.code == .tooManyDimensions)
        #expect(tooMany?.message == "17 things are to be counted; one pool counts at most 16.")
        let doubled = #expect(throws: ReservationError.self) { try Dimensions(["a", "b", "a"]) }
        #expect(doubled?.code == .doubledDimension)
        #expect(doubled?.message == "a stands twice among the things that are counted; name it once.")
    }
}
