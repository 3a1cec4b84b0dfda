import AdapterHostKit
import Adapters

@main
struct Main {
    static func main() async { await HostProgram.main(adapters: Adapters.all) }
}
