import Testing

@testable import BerthBroker

@Suite struct SplitMix64Tests {
    /// The first numbers of the published reference implementation for the seed 1234567.
    @Test func givesTheNumbersOfItsSource() {
        var generator = SplitMix64(seed: 1_234_567)
        let numbers = (0..<5).map { _ in generator.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ])
    }

    @Test func chancesAreKeptAndAlwaysDrawn() {
        var generator = SplitMix64(seed: 1)
        let never = (0..<1000).filter { _ in generator.happens(perMille: 0) }
        let always = (0..<1000).filter { _ in generator.happens(perMille: 1000) }
        #expect(never.isEmpty)
        #expect(always.count == 1000)
        let often = (0..<10_000).filter { _ in generator.happens(perMille: 300) }.count
        #expect((2_700..<3_300).contains(often))
        var one = SplitMix64(seed: 5)
        var other = SplitMix64(seed: 5)
        _ = one.happens(perMille: 0)
        _ = other.happens(perMille: 1000)
        #expect(one.next() == other.next())
    }
}
