using System.Text;
using Payments.Dialects.Tests.Mutated;
using SharpFuzz;

// seeds <reader> <directory>: writes the valid inputs to begin with; read <reader>: reads inputs from afl-fuzz.
var reader = Reader.All[args[1]];
if (args[0] == "seeds")
{
    for (var n = 0; n < reader.Valid.Count; n++)
        File.WriteAllText(Path.Combine(args[2], $"{n}"), reader.Valid[n], new UTF8Encoding(false));
}
else
{
    Fuzzer.OutOfProcess.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        reader.Read(input.ToArray());
    });
}
