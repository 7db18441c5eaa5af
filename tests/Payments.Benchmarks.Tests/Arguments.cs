namespace Payments.Benchmarks.Tests;

public sealed class Arguments
{
    [Fact]
    public void Without_names_all_parts_are_measured()
    {
        Assert.True(BenchmarkArguments.TryParse([], out var arguments));

        Assert.Equal(
            ["core", "code", "flat", "cost", "saturation", "hot-order", "end-to-end"],
            arguments.Parts.Select(part => part.Name));
        Assert.Null(arguments.Against);
    }

    [Fact]
    public void Another_clone_is_named_by_an_option_wherever_it_stands()
    {
        Assert.True(BenchmarkArguments.TryParse(["--against", "other", "hot-order"], out var arguments));

        Assert.Equal(["hot-order"], arguments.Parts.Select(part => part.Name));
        Assert.Equal("./run bench hot-order --against DIR", arguments.Describe(arguments.Parts[0]));
        Assert.EndsWith("other", arguments.Against, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("code", "nothing")]
    [InlineData("code", "--against")]
    public void An_unknown_part_and_an_incomplete_option_are_rejected(params string[] args) =>
        Assert.False(BenchmarkArguments.TryParse(args, out _));
}
