import Testing

@testable import BerthSlurm

@Suite struct SlurmRecordTests {
    @Test("values may have blanks, and names of ours are found in none of them")
    func values() {
        let record = SlurmRecord(
            "NodeName=n1 OS=Linux 6.1.0 #1 SMP State=DOWN* Gres=(null) Reason=a=b State=IDLE c [root@2026-11-28]"
        )
        #expect(record["NodeName"] == "n1")
        #expect(record["OS"] == "Linux 6.1.0 #1 SMP")
        #expect(record["State"] == "DOWN*")
        #expect(record["Gres"] == nil)
        #expect(record["Reason"] == "a=b")
        #expect(record["Nothing"] == nil)
    }

    @Test func linesWithoutAFieldAreNone() {
        let records = SlurmRecord.all(in: "No nodes in the system\n\nPartitionName=a MaxTime=UNLIMITED\n")
        #expect(records.count == 1)
        #expect(records.first?["MaxTime"] == "UNLIMITED")
        #expect(SlurmRecord("CPUTot=8 CPULoad=N/A").number("CPUTot") == 8)
        #expect(SlurmRecord("CPUTot=8 CPULoad=N/A").number("CPULoad") == nil)
    }
}
