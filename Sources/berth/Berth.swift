@main
struct Berth {
    static func main() {
        print("berth")
    }
}
