import Testing

@testable import BerthSlurm

@Suite struct SlurmGresTests {
    @Test("types, counts and sockets are read, the rest is left out")
    func reads() {
        let all = SlurmGres.all(in: "gpu:a100:2(S:0-1,3),gpu:v100:1,shard:8,fpga,mps:2K,a:b:c:d")
        #expect(
            all == [
                SlurmGres(name: "gpu", type: "a100", count: 2), SlurmGres(name: "gpu", type: "v100", count: 1),
                SlurmGres(name: "shard", type: nil, count: 8), SlurmGres(name: "fpga", type: nil, count: 1),
                SlurmGres(name: "mps", type: nil, count: 2048),
            ])
        let counts = SlurmGres.counts(all).map { "\($0.name)=\($0.count)" }
        #expect(counts == ["gpu=3", "gpu-a100=2", "gpu-v100=1", "shard=8", "fpga=1", "mps=2048"])
    }

    @Test func isAskedForAsSlurmNamesIt() {
        let all = SlurmGres.all(in: "gpu:a100:2,shard:8")
        #expect(SlurmGres.option("gpu-a100", 1, among: all) == "gpu:a100:1")
        #expect(SlurmGres.option("gpu", 2, among: all) == "gpu:2")
        #expect(SlurmGres.option("shard", 3, among: all) == "shard:3")
        #expect(SlurmGres.option("licence", 1, among: all) == nil)
    }
}
