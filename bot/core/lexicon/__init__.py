"""The words and rules that judgement rests on: tables only, each row with its reason."""
