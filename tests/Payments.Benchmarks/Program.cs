using System.Diagnostics;
using System.Globalization;
using Payments.Benchmarks;
using Payments.Benchmarks.Figures;
using Payments.Benchmarks.Load;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args is [LoadProcess.Command, .. var load]) return await LoadProcess.SendAsync(load);
if (!BenchmarkArguments.TryParse(args, out var arguments))
{
    Console.Error.WriteLine(BenchmarkArguments.Usage);
    return 1;
}

foreach (var part in arguments.Parts)
{
    var watch = Stopwatch.StartNew();
    var before = await MachineLoad.MeasureAsync();
    var figures = await Reporter.RunAsync(part.Name, part.MeasureAsync);
    var after = await MachineLoad.MeasureAsync();
    var others = before is null
        ? "the machine's load is unknown"
        : $"others used {before} % of the CPUs before and {after} % after";
    Reporter.Print($"{part.Name}: {part.Description} ({watch.Elapsed.TotalSeconds:0} s; {others})", figures);
    PerformanceDocument.Write(part.Name, arguments.Describe(part), others, figures);
}

return 0;
