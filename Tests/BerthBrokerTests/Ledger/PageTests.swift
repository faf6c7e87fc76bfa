import BerthModel
import BerthPlatform
import BerthReservations
import Testing

@testable import BerthBroker

struct PageTests {
    private static func flavor(_ name: String, cores: Int64, count: Int64? = nil) -> Size {
        var resources = Resources()
        resources[.cores] = cores
        resources[.memory] = 1 << 40
        return Size(name, resources, count: count)
    }

    private static func plan(cores: Int64, on flavor: String?) -> Plan {
        var plan = Sample.plan(cores: cores)
        plan.place = flavor
        return plan
    }

    @Test func `A flavor that is not there is never had`() throws {
        var quota = Resources()
        quota[.cores] = 6
        let page = try Page(Capacity(flavors: [Self.flavor("two", cores: 2)], quota: quota))
        #expect(page.shortage(Self.plan(cores: 2, on: "two")) == nil)
        let short = try #require(page.shortage(Self.plan(cores: 2, on: "three")))
        #expect(short == ("three", 1, 0))
        #expect(try #require(page.shortage(Self.plan(cores: 7, on: "two"))) == ("cores", 7, 6))
        #expect(try #require(page.shortage(Self.plan(cores: 2, on: nil))) == ("a flavor", 1, 0))
    }

    @Test func `What is held of a flavor that is gone stays, and counts when it comes back`() throws {
        let (two, four) = (Self.flavor("two", cores: 2, count: 1), Self.flavor("four", cores: 4))
        var page = try Page(Capacity(flavors: [two, four]))
        let slot = Slot(start: 0, end: 100)
        let demand = try #require(page.demand(of: Self.plan(cores: 2, on: "two")))
        try page.hold(Sample.id(1), demand, slot, group: nil)
        try page.follow(Capacity(flavors: [four]))
        #expect(page.rooms.holding(Sample.id(1))?.place == "two")
        #expect(page.rooms.earliest(demand, duration: 5, from: 0, through: 900, group: nil) == nil)
        try page.follow(Capacity(flavors: [two, four]))
        #expect(page.rooms.earliest(demand, duration: 5, from: 0, through: 900, group: nil)?.start == 100)
        page.release(Sample.id(1))
        #expect(page.rooms.earliest(demand, duration: 5, from: 0, through: 900, group: nil)?.start == 0)
        // An old record names no flavor, and has the smallest that is enough.
        var old = demand
        old.place = nil
        try page.restore(Sample.id(2), old, slot, group: nil)
        #expect(page.rooms.holding(Sample.id(2))?.place == "two")
    }

    @Test func `A capacity that cannot be counted changes nothing`() throws {
        var page = try Page(Capacity(Sample.capacity(4)))
        var many = Resources()
        for number in 0..<17 { many[named: "thing\(number)"] = 1 }
        #expect(throws: ReservationError.self) { try page.follow(Capacity(many)) }
        #expect(page.capacity == Capacity(Sample.capacity(4)))
        #expect(throws: ReservationError.self) { try Page(Capacity(many)) }
    }

    @Test func `New things are counted from then on`() throws {
        var page = try Page(Capacity(Sample.capacity(4)))
        var more = Sample.capacity(4)
        more[named: "gpu-a100"] = 2
        var plan = Sample.plan()
        plan.demand[named: "gpu-a100"] = 3
        #expect(try #require(page.shortage(plan)) == ("gpu-a100", 3, 0))
        try page.follow(Capacity(more))
        #expect(try #require(page.shortage(plan)) == ("gpu-a100", 3, 2))
        #expect(page.open == nil, "nothing is closed")
    }
}
