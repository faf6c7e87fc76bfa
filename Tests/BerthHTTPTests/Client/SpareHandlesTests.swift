import Testing

@testable import BerthHTTP

@Suite struct SpareHandlesTests {
    @Test func `a handle is taken again, and no more are kept than allowed`() throws {
        let spares = SpareHandles(most: 1)
        let (one, other) = (try #require(spares.take()), try #require(spares.take()))
        #expect(one != other)
        spares.give(one)
        spares.give(other)
        #expect(spares.count == 1)
        #expect(spares.take() == one)
        #expect(spares.count == 0)
        spares.give(one)
        spares.close()
        #expect(spares.count == 0)
    }

    @Test func `none is kept where none may be`() throws {
        let spares = SpareHandles(most: 0)
        spares.give(try #require(spares.take()))
        #expect(spares.count == 0)
    }
}
