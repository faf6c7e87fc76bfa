import Glibc

/// What the system says of this process. Source: proc(5).
struct ProcessFigures: Sendable, Hashable {
    var residentBytes: Int64?
    var openFiles: Int64?
    var openFilesLimit: Int64?
    var processorMicroseconds: UInt64 = 0

    static func now() -> ProcessFigures {
        var figures = ProcessFigures()
        figures.residentBytes = residentBytes()
        figures.openFiles = openFiles()
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            figures.openFilesLimit = Int64(clamping: limit.rlim_cur)
        }
        var usage = rusage()
        if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
            figures.processorMicroseconds = microseconds(usage.ru_utime) + microseconds(usage.ru_stime)
        }
        return figures
    }

    private static func microseconds(_ time: timeval) -> UInt64 {
        UInt64(clamping: time.tv_sec) * 1_000_000 + UInt64(clamping: time.tv_usec)
    }

    private static func residentBytes() -> Int64? {
        guard let file = fopen("/proc/self/statm", "re") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = fread(&bytes, 1, bytes.count, file)
        let words = String(decoding: bytes[..<count], as: UTF8.self).split(separator: " ")
        guard words.count > 1, let pages = Int64(words[1]) else { return nil }
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static func openFiles() -> Int64? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var entries: Int64 = 0
        while readdir(folder) != nil { entries += 1 }
        // Not the folder, its parent, and the file with which the folder is read.
        return max(0, entries - 3)
    }
}
